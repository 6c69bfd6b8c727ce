// SPDX-License-Identifier: MIT
// The textbook client: one handle per fetch, owned by the scope, so that every exit path
// cleans up.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Scoped final : public Client {
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

ClientEntry scoped() {
  return {
      .name = "scoped",
      .summary = "a fresh handle per fetch, released by its scope",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Scoped>(); },
  };
}

}  // namespace leakproof::clients
