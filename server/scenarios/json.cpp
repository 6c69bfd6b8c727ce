// SPDX-License-Identifier: MIT
// For clients that extract one value of a document: keeping the value must not keep the
// document alive.
#include <nlohmann/json.hpp>
#include <string>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

std::string document(std::size_t size) {
  nlohmann::json object = {{"wanted", "the one value that matters"}, {"filler", ""}};
  object["filler"] = filler(size - object.dump().size());
  return object.dump();
}

}  // namespace

ScenarioEntry json() {
  return {
      .name = "json",
      .summary = "a JSON object of 32 KiB with one wanted field",
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              static const std::string body = document(32_KiB);
              reply_with(response, body, "application/json");
            });
          },
  };
}

}  // namespace leakproof::server
