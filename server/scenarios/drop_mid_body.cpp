// SPDX-License-Identifier: MIT
// Promises 64 KiB, sends half, and closes. Clients must free the half that they received.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

constexpr std::size_t promised = 64_KiB;
constexpr std::size_t delivered = promised / 2;

bool send_half(std::size_t offset, std::size_t, httplib::DataSink& sink) {
  const auto half = filler(delivered);
  return offset == 0 && sink.write(half.data(), half.size());
}

}  // namespace

ScenarioEntry drop_mid_body() {
  return {
      .name = "drop-mid-body",
      .summary = "closes the connection halfway through the body",
      .expected_outcome = ExpectedOutcome::error,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              response.set_content_provider(promised, "application/octet-stream", send_half);
            });
          },
  };
}

}  // namespace leakproof::server
