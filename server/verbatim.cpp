// SPDX-License-Identifier: MIT
#include "verbatim.hpp"

#include <algorithm>
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
    replies.push_back(
        {.bytes = with_line_ends(without(without(bytes, '\n'), '\r')), .then = *then});
    bytes.clear();
  }
  if (!bytes.empty()) replies.push_back({.bytes = with_line_ends(bytes), .then = Then::close});
  if (replies.empty()) throw std::invalid_argument("the file contains no reply");
  return replies;
}

}  // namespace leakproof::server
