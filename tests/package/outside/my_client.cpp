// SPDX-License-Identifier: MIT
#include <leakproof/client.hpp>

#include "get.hpp"

namespace {

class MyClient final : public leakproof::Client {
  leakproof::Outcome fetch(const leakproof::Request& request) override {
    return {.ok = get(request.url)};
  }
};

}  // namespace

leakproof::ClientEntry my_client() {
  return {
      .name = "my-client",
      .summary = "a socket for each fetch",
      .make = []() -> std::unique_ptr<leakproof::Client> { return std::make_unique<MyClient>(); }};
}
