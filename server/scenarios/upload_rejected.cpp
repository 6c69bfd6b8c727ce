// SPDX-License-Identifier: MIT
// The reply arrives while the client is still sending.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry upload_rejected() {
  return {
      .name = "upload-rejected",
      .group = "uploads",
      .summary = "413 and close while the client is still sending 1 MiB",
      .has_body = false,
      .keep_alive = false,
      .horizon = 300,
      .request = {.method = "POST", .upload_bytes = 1024_KiB},
      .install =
          [](httplib::Server& server, const char* path) {
            server.Post(path, [](const httplib::Request&, httplib::Response& response,
                                 const httplib::ContentReader&) { response.status = 413; });
          },
  };
}

}  // namespace leakproof::server
