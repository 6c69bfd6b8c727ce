// SPDX-License-Identifier: MIT
#include "verbatim.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <optional>
#include <stdexcept>

namespace leakproof::server {
namespace {

using Then = VerbatimReply::Then;

constexpr std::string_view mark = "--- ";

std::optional<Then> meaning(std::string_view word) {
  if (word == "keep-alive") return Then::keep_alive;
  if (word == "close") return Then::close;
  if (word == "reset") return Then::reset;
  if (word == "stall") return Then::stall;
  return std::nullopt;
}

std::string_view without(std::string_view text, char end) {
  return text.ends_with(end) ? text.substr(0, text.size() - 1) : text;
}

// An editor ends each line of a head with LF, where HTTP has CR LF.
std::string with_line_ends(std::string_view reply) {
  const std::size_t end = reply.find("\n\n");
  const std::string_view head = reply.substr(0, end);
  const bool is_edited = reply.starts_with("HTTP/") && end != reply.npos;
  if (!is_edited || head.find('\r') != head.npos) return std::string(reply);
  std::string text;
  for (const char letter : reply.substr(0, end + 2))
    text += letter == '\n' ? "\r\n" : std::string(1, letter);
  return text.append(reply.substr(end + 2));
}

// The length that the head states; empty without one.
std::optional<std::size_t> stated_length(std::string_view head) {
  constexpr std::string_view name = "\ncontent-length:";
  const auto is_same = [](char one, char other) { return std::tolower(one) == other; };
  const auto found = std::search(head.begin(), head.end(), name.begin(), name.end(), is_same);
  if (found == head.end()) return std::nullopt;
  const char* begin = std::to_address(found) + name.size();
  const char* const end = head.data() + head.size();
  while (begin != end && *begin == ' ') ++begin;
  std::size_t length = 0;
  if (std::from_chars(begin, end, length).ec != std::errc()) return std::nullopt;
  return length;
}

// Without the line end before the line that follows, unless the head counts that as well, as
// somebody does who measures the file of a body.
std::string_view reply_in(std::string_view written) {
  const std::string_view reply = without(without(written, '\n'), '\r');
  for (const std::string_view end : {"\r\n\r\n", "\n\n"}) {
    const std::size_t at = written.find(end);
    if (at == written.npos) continue;
    const std::size_t body = written.size() - at - end.size();
    return stated_length(written.substr(0, at)) == body ? written : reply;
  }
  return reply;
}

}  // namespace

std::string whole_reply(std::string_view headers, std::string_view body) {
  return "HTTP/1.1 200 OK\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::vector<VerbatimReply> parse_replies(std::string_view text) {
  std::vector<VerbatimReply> replies;
  std::string bytes;
  int number = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    ++number;
    if (!line.starts_with(mark)) {
      bytes += line;
      continue;
    }
    const auto then = meaning(without(without(line.substr(mark.size()), '\n'), '\r'));
    if (!then) {
      throw std::invalid_argument(
          "line " + std::to_string(number) +
          ": \"--- \" must be followed by keep-alive, close, reset or stall");
    }
    replies.push_back({.bytes = with_line_ends(reply_in(bytes)), .then = *then});
    bytes.clear();
  }
  if (!bytes.empty()) replies.push_back({.bytes = with_line_ends(bytes), .then = Then::close});
  if (replies.empty()) throw std::invalid_argument("the file contains no reply");
  return replies;
}

}  // namespace leakproof::server
