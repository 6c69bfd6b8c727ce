// SPDX-License-Identifier: MIT
// Also compiled into the worker's side, so it does not use fmt. Parsing allocates only for
// long values.
#include "protocol/run_order.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <concepts>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <utility>

#include "protocol/words.hpp"

namespace leakproof::protocol {
namespace {

template <typename Owner, typename Value>
struct Field {
  std::string_view name;
  Value Owner::*member;
};

template <typename Owner, typename Value>
constexpr Field<Owner, Value> field(std::string_view name, Value Owner::*member) {
  return {name, member};
}

// Writing and parsing both use this list. Add a line for each new member of Request.
constexpr std::tuple fields{field("method", &Request::method),
                            field("upload", &Request::upload_bytes),
                            field("multipart", &Request::multipart),
                            field("expect_continue", &Request::expect_continue),
                            field("if_none_match", &Request::if_none_match),
                            field("user", &Request::user),
                            field("proxy", &Request::proxy),
                            field("ca", &Request::ca_file),
                            field("certificate", &Request::certificate_file),
                            field("timeout", &Request::timeout),
                            field("cancel_after", &Request::cancel_after),
                            field("http2", &Request::http2),
                            field("threads", &RunOrder::threads),
                            field("thread_each", &RunOrder::thread_each),
                            field("client_each", &RunOrder::client_each)};

template <typename Visit>
void for_each_field(Visit visit) {
  std::apply([&](const auto&... each) { (visit(each), ...); }, fields);
}

template <typename Value>
Value& value_of(RunOrder& order, const Field<Request, Value>& field) {
  return order.request.*field.member;
}

template <typename Value>
Value& value_of(RunOrder& order, const Field<RunOrder, Value>& field) {
  return order.*field.member;
}

std::string text(const std::string& value) { return value; }
std::string text(bool value) { return value ? "1" : "0"; }
std::string text(std::chrono::milliseconds time) { return std::to_string(time.count()); }
template <std::integral Number>
std::string text(Number number) {
  return std::to_string(number);
}

std::string sendable(std::string value) {
  const auto ends_word = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; };
  if (std::ranges::any_of(value, ends_word)) {
    throw std::invalid_argument(
        "the worker protocol cannot carry a space or control character: \"" + value + "\"");
  }
  return value;
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

// Returns false if the name is unknown or the value has the wrong type.
bool take(std::string_view word, RunOrder& order) {
  const std::string_view name = word.substr(0, word.find('='));
  if (name.size() == word.size()) return false;
  const std::string_view value = word.substr(name.size() + 1);
  bool taken = false;
  for_each_field([&](const auto& field) {
    if (field.name == name) taken = read(value, value_of(order, field));
  });
  return taken;
}

}  // namespace

std::string write_request(const RunOrder& order) {
  RunOrder own = order;
  RunOrder usual;
  std::string line = sendable(order.request.url);
  for_each_field([&](const auto& field) {
    const auto& value = value_of(own, field);
    if (value == value_of(usual, field)) return;
    line.append(" ").append(field.name).append("=").append(sendable(text(value)));
  });
  return line;
}

std::string write(const RunOrder& order) {
  return std::string(word::run) + ' ' + std::to_string(order.fetches) + ' ' + write_request(order);
}

std::optional<RunOrder> parse_run_order(std::string_view line) {
  RunOrder order;
  if (next_word(line) != word::run || !read(next_word(line), order.fetches)) return std::nullopt;
  order.request.url = next_word(line);
  if (order.request.url.empty()) return std::nullopt;
  for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
    if (!take(word, order)) return std::nullopt;
  }
  return order.threads > 0 ? std::optional(std::move(order)) : std::nullopt;
}

}  // namespace leakproof::protocol
