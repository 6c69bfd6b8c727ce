// SPDX-License-Identifier: MIT
#include <leakproof/client.hpp>

#include "catalogue.hpp"
#include "plain_request.hpp"

namespace leakproof::controls {
namespace {

class Connections final : public Client {
 public:
  Outcome fetch(const Request& request) override { return {.ok = send_request(request.url) >= 0}; }
};

}  // namespace

ClientEntry connections() {
  return {
      .name = "connections",
      .summary = "leaves one connection open per fetch",
      .expect = Expectation::leaks,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Connections>(); },
  };
}

}  // namespace leakproof::controls
