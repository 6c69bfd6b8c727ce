// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::server {

/// Finds where HTTP messages end. The only file that knows http_parser, a C library that
/// its authors have archived: to replace it, replace this.
class HttpMessageParser {
 public:
  enum class Kind { request, reply };

  explicit HttpMessageParser(Kind);
  ~HttpMessageParser();
  HttpMessageParser(HttpMessageParser&&) noexcept;
  HttpMessageParser& operator=(HttpMessageParser&&) noexcept;

  /// Starts on the next message. A reply to HEAD states a length and has no body.
  void begin(bool has_no_body);

  /// Returns how many of these bytes belong to this message: all, unless it ends before.
  std::size_t take(std::string_view bytes);

  /// The connection has ended, and with it a message that states no length.
  void end() { take({}); }

  bool complete() const;

  /// The message is not HTTP as the parser knows it. Then only what follows tells where
  /// it ends.
  bool failed() const;

  bool is_head() const;     // of a request: its method is HEAD
  bool is_interim() const;  // of a reply: 100 Continue or the like, and another one follows

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The parts of an absolute URL; empty where it has no such part.
struct UrlParts {
  std::string scheme{};
  std::string host{};
  std::string port{};
  std::string path{};
  std::string query{};
};

/// Nothing where the text is not a URL with a host.
std::optional<UrlParts> parse_url(std::string_view text);

}  // namespace leakproof::server
