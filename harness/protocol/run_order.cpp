// SPDX-License-Identifier: MIT
#include "protocol/run_order.hpp"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <string>

namespace leakproof {
namespace {

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

template <std::integral Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 0;
}

bool read(std::string_view text, std::chrono::milliseconds& time) {
  long count = 0;
  if (!read(text, count)) return false;
  time = std::chrono::milliseconds(count);
  return true;
}

bool read(std::string_view text, bool& flag) {
  flag = text == "1";
  return flag || text == "0";
}

bool read(std::string_view text, std::string& value) {
  value = text;
  return true;
}

bool take(std::string_view word, RunOrder& order) {
  const std::string_view name = word.substr(0, word.find('='));
  if (name.size() == word.size()) return false;
  const std::string_view value = word.substr(name.size() + 1);
  Request& request = order.request;
  if (name == "method") return read(value, request.method);
  if (name == "upload") return read(value, request.upload_bytes);
  if (name == "multipart") return read(value, request.multipart);
  if (name == "expect_continue") return read(value, request.expect_continue);
  if (name == "if_none_match") return read(value, request.if_none_match);
  if (name == "user") return read(value, request.user);
  if (name == "proxy") return read(value, request.proxy);
  if (name == "ca") return read(value, request.ca_file);
  if (name == "certificate") return read(value, request.certificate_file);
  if (name == "timeout") return read(value, request.timeout);
  if (name == "cancel") return read(value, request.cancel_after);
  if (name == "http2") return read(value, request.http2);
  if (name == "threads") return read(value, order.threads) && order.threads > 0;
  if (name == "thread_each") return read(value, order.thread_each);
  if (name == "client_each") return read(value, order.client_each);
  return false;
}

}  // namespace

std::optional<RunOrder> parse_run_order(std::string_view line) {
  RunOrder order;
  if (next_word(line) != "run" || !read(next_word(line), order.fetches)) return std::nullopt;
  order.request.url = next_word(line);
  if (order.request.url.empty()) return std::nullopt;
  for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
    if (!take(word, order)) return std::nullopt;
  }
  return order;
}

}  // namespace leakproof
