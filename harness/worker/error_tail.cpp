// SPDX-License-Identifier: MIT
#include "worker/error_tail.hpp"

#include <algorithm>

#include "text/printable.hpp"

namespace leakproof {
namespace {

constexpr std::size_t kept_bytes = 8192;
constexpr std::size_t longest_quoted_line = 200;

}  // namespace

void ErrorTail::add(std::string_view text) {
  text_.append(text.substr(text.size() - std::min(text.size(), kept_bytes)));
  if (text_.size() > kept_bytes) text_.erase(0, text_.size() - kept_bytes);
}

std::string ErrorTail::last_line() const {
  const std::string lines = quote();
  const std::size_t begin = lines.find_last_of('\n');
  if (begin == lines.npos) return "";
  const std::size_t text = lines.find_first_not_of("\n ", begin);
  return text == lines.npos ? "" : lines.substr(text);
}

std::string ErrorTail::quote(int most) const {
  std::string_view rest = text_;
  std::string quoted;
  for (int lines = 0; lines < most && !rest.empty();) {
    const std::size_t end = rest.find_last_not_of('\n');
    if (end == rest.npos) break;
    const std::size_t before = rest.rfind('\n', end);
    const std::size_t begin = before == rest.npos ? 0 : before + 1;
    quoted.insert(0, "\n    " + printable(rest.substr(
                                    begin, std::min(end + 1 - begin, longest_quoted_line))));
    rest = rest.substr(0, begin);
    ++lines;
  }
  return quoted;
}

}  // namespace leakproof
