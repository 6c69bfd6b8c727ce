// SPDX-License-Identifier: MIT
// The typical first example: a handle for each fetch, and no cleanup. The handle, its
// connection and the body attached to it are never released.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Naive final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    CURL* const easy = curl_easy_init();
    auto* const body = new std::string;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, body);
    const Parts parts = prepare(easy, request);
    collect_into(easy, *body);
    return perform(easy);
  }
};

}  // namespace

ClientEntry naive() {
  return {
      .name = "naive",
      .summary = "a new handle for each fetch, never cleaned up",
      .expect = Expectation::leaks,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Naive>(); },
  };
}

}  // namespace leakproof::clients
