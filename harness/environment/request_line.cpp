// SPDX-License-Identifier: MIT
#include "environment/request_line.hpp"

#include <chrono>
#include <cstddef>

namespace leakproof {

protocol::RunOrder order_for(const server::ScenarioEntry& scenario, const server::Origin& origin,
                             const ClientUsage& usage, int port) {
  const server::RequestSpec& spec = scenario.request;
  const std::chrono::milliseconds timeout(spec.timeout_ms);
  return {.request = {.url = origin.url_at(port),
                      .method = std::string(spec.method),
                      .upload_bytes = spec.upload_bytes,
                      .multipart = spec.multipart,
                      .expect_continue = spec.expect_continue,
                      .if_none_match = std::string(spec.if_none_match),
                      .user = std::string(spec.user),
                      .proxy = origin.proxy(),
                      .ca_file = origin.authority_file(),
                      .certificate_file = origin.client_file(),
                      .timeout = usage.timeout.count() > 0 ? usage.timeout : timeout,
                      .cancel_after = usage.cancel_after > 0
                                          ? static_cast<std::size_t>(usage.cancel_after)
                                          : spec.cancel_after,
                      .http2 = scenario.behind_http2},
          .threads = usage.threads,
          .thread_each = usage.thread_each,
          .client_each = usage.client_each};
}

std::string request_line(const server::ScenarioEntry& scenario, const server::Origin& origin,
                         const ClientUsage& usage, int port) {
  return protocol::write_request(order_for(scenario, origin, usage, port));
}

}  // namespace leakproof
