// SPDX-License-Identifier: MIT
// Each host adds a key to the client's connection pool and to its DNS cache.
#include <atomic>
#include <memory>
#include <string>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

// Addresses from 127.1.0.1 to 127.254.254.254; they repeat after 16 million.
std::string address(unsigned number) {
  return "127." + std::to_string(number / (254 * 255) % 254 + 1) + "." +
         std::to_string(number / 254 % 255) + "." + std::to_string(number % 254 + 1);
}

}  // namespace

ScenarioEntry unique_hosts() {
  return {
      .name = "unique-hosts",
      .group = "keys",
      .summary = "redirects to an address in 127.0.0.0/8 that was never used before",
      .requests_per_fetch = 2,
      .on_all_of_loopback = true,
      .install =
          [](httplib::Server& server, const char* path) {
            const auto count = std::make_shared<std::atomic<unsigned>>(0);
            const std::string there = std::string(path) + "/there";
            server.Get(path, [=](const httplib::Request& request, httplib::Response& response) {
              response.set_redirect("http://" + address(++*count) + ":" +
                                    std::to_string(request.local_port) + there);
            });
            server.Get(there, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(1_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
