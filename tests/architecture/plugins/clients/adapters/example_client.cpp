// SPDX-License-Identifier: MIT
// A client adapter: one fetch per call, with whatever library it likes.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class ExampleClient final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const EasyHandle easy{curl_easy_init()};
    std::string body;
    const Parts parts = prepare(easy.get(), request);
    collect_into(easy.get(), body);
    return perform(easy.get());
  }
};

}  // namespace

ClientEntry example_client() {
  return {
      .name = "example-client",
      .summary = "an example of an adapter",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<ExampleClient>(); },
  };
}

}  // namespace leakproof::clients
