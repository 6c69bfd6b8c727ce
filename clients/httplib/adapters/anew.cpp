// SPDX-License-Identifier: MIT
// A new client, and therefore a new connection, for each fetch.
#include "transfer.hpp"

namespace leakproof::clients {
namespace {

class Anew final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    if (const auto lacking = beyond_httplib(request); !lacking.empty()) {
      return {.error = std::string(lacking)};
    }
    const auto [server, path] = address_of(request.url);
    return perform(*connect_to(server, request), path, request);
  }
};

}  // namespace

ClientEntry anew() {
  return {
      .name = "httplib-anew",
      .summary = "a new httplib client for each fetch",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Anew>(); },
  };
}

}  // namespace leakproof::clients
