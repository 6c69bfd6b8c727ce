// SPDX-License-Identifier: MIT
#include "report/json/layout.hpp"

namespace leakproof::report {
namespace {

/// Writes a list with one item per line. The destructor closes the list.
class ListText {
 public:
  ListText(std::string& out, std::string_view open) : out_(out) { out_ += open; }
  ~ListText() { out_.append("\n").append(list_close).append("\n"); }
  ListText(const ListText&) = delete;
  ListText& operator=(const ListText&) = delete;

  void add(std::string_view item) { out_.append(separator_.next()).append(item); }

 private:
  std::string& out_;
  Separator separator_{};
};

void add_list(std::string& out, std::string_view open, std::span<const std::string> items) {
  if (items.empty()) return;
  ListText list(out, open);
  for (const std::string& item : items) list.add(item);
}

}  // namespace

std::string opening(std::string_view head) {
  head.remove_suffix(1);  // the closing brace
  return std::string(head).append(trials_open);
}

std::string closing(std::span<const std::string> under_way, std::span<const std::string> advice,
                    bool finished) {
  std::string text = "\n";
  text.append(list_close).append("\n");
  add_list(text, under_way_open, under_way);
  add_list(text, advice_open, advice);
  return text.append(finished_key).append(finished ? " true}\n" : " false}\n");
}

}  // namespace leakproof::report
