// SPDX-License-Identifier: MIT
// The reply has no body, although its headers may describe one.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry not_modified() {
  return {
      .name = "not-modified",
      .group = "flow",
      .summary = "304 to a client that already has the entity tag",
      .has_body = false,
      .request = {.if_none_match = "\"v1\""},
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request& request, httplib::Response& response) {
              response.set_header("ETag", "\"v1\"");
              if (request.get_header_value("If-None-Match") == "\"v1\"") {
                response.status = 304;
              } else {
                reply_with(response, filler(1_KiB));
              }
            });
          },
  };
}

}  // namespace leakproof::server
