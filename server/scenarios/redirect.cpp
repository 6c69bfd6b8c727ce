// SPDX-License-Identifier: MIT
// For each hop the client must release a reply and build and free a URL.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

constexpr int hops = 3;

}  // namespace

ScenarioEntry redirect() {
  return {
      .name = "redirect",
      .summary = "three redirects, then 16 KiB",
      .requests_per_fetch = hops + 1,
      .install =
          [](httplib::Server& server, const char* path) {
            std::string here = path;
            for (int hop = 1; hop <= hops; ++hop) {
              const std::string next = path + ("/" + std::to_string(hop));
              server.Get(here, [next](const httplib::Request&, httplib::Response& response) {
                response.set_redirect(next);
              });
              here = next;
            }
            server.Get(here, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
