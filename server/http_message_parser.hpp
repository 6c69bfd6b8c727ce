// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::server {

/// Finds where HTTP messages end. This is the only file that uses http_parser, a C library
/// that its authors have archived; to replace the library, replace this file.
class HttpMessageParser {
 public:
  enum class Kind { request, reply };

  explicit HttpMessageParser(Kind);
  ~HttpMessageParser();
  HttpMessageParser(HttpMessageParser&&) noexcept;
  HttpMessageParser& operator=(HttpMessageParser&&) noexcept;

  /// Starts the next message. Set `has_no_body` for a reply to HEAD, which may state a
  /// length.
  void begin(bool has_no_body);

  /// Returns how many of these bytes belong to this message: all of them, unless the
  /// message ends earlier.
  std::size_t take(std::string_view bytes);

  /// Reports that the connection has ended, which completes a message without a stated
  /// length.
  void end() { take({}); }

  bool complete() const;

  /// True if the message is not HTTP that the parser accepts. Then its end can only be
  /// inferred from what follows: the next request, or the end of the connection.
  bool failed() const;

  bool is_head() const;     // for a request: its method is HEAD
  bool is_interim() const;  // for a reply: a 1xx status such as 100 Continue; another reply follows

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The parts of an absolute URL; a part that the URL lacks is empty.
struct UrlParts {
  std::string scheme{};
  std::string host{};
  std::string port{};
  std::string path{};
  std::string query{};
};

/// nullopt if the text is not a URL with a host.
std::optional<UrlParts> parse_url(std::string_view text);

}  // namespace leakproof::server
