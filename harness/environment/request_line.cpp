// SPDX-License-Identifier: MIT
#include "environment/request_line.hpp"

#include <fmt/format.h>

namespace leakproof {
namespace {

class Words {
 public:
  explicit Words(std::string url) : text_(std::move(url)) {}

  template <typename Value>
  void add_if(bool wanted, std::string_view name, const Value& value) {
    if (wanted) text_ += fmt::format(" {}={}", name, value);
  }

  void add(std::string_view name, std::string_view value) { add_if(!value.empty(), name, value); }

  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string ask_of(const server::ScenarioEntry& scenario, const server::Origin& origin,
                   const ClientUsage& client_usage, int port) {
  const server::Ask& ask = scenario.ask;
  const auto timeout = client_usage.timeout.count() > 0 ? client_usage.timeout.count()
                                                        : std::int64_t{ask.timeout_ms};
  const auto cancel = client_usage.cancel_after > 0 ? client_usage.cancel_after
                                                    : static_cast<std::int64_t>(ask.cancel_after);
  Words words(origin.url_at(port));
  words.add_if(ask.method != "GET", "method", ask.method);
  words.add_if(ask.upload_bytes > 0, "upload", ask.upload_bytes);
  words.add_if(ask.multipart, "multipart", 1);
  words.add_if(ask.expect_continue, "expect_continue", 1);
  words.add("if_none_match", ask.if_none_match);
  words.add("user", ask.user);
  words.add("proxy", origin.proxy());
  words.add("ca", origin.authority_file());
  words.add("certificate", origin.client_file());
  words.add_if(timeout > 0, "timeout", timeout);
  words.add_if(cancel > 0, "cancel", cancel);
  words.add_if(scenario.behind_http2, "http2", 1);
  words.add_if(client_usage.threads > 1, "threads", client_usage.threads);
  words.add_if(client_usage.thread_each, "thread_each", 1);
  words.add_if(client_usage.client_each, "client_each", 1);
  return std::move(words).text();
}

}  // namespace leakproof
