// SPDX-License-Identifier: MIT
// More than any socket buffer holds, so that a client must read while the origin is still
// sending. The origin sends the same block repeatedly.
#include <algorithm>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

bool send_a_block(std::size_t, std::size_t remaining, httplib::DataSink& sink) {
  const auto block = filler(std::min(remaining, 64_KiB));
  return sink.write(block.data(), block.size());
}

}  // namespace

ScenarioEntry large() {
  return {
      .name = "large",
      .summary = "16 MiB",
      .horizon = 60,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              response.set_content_provider(16 * 1024_KiB, "application/octet-stream",
                                            send_a_block);
            });
          },
  };
}

}  // namespace leakproof::server
