// SPDX-License-Identifier: MIT
// Cleans up manually at the end. A fetch that fails throws first and never reaches the line
// that cleans up.
#include <stdexcept>

#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Closed final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    CURL* const easy = curl_easy_init();
    std::string body;
    const Parts parts = prepare(easy, request);
    collect_into(easy, body);
    Outcome outcome = perform(easy);
    if (!outcome.ok) throw std::runtime_error(outcome.error);
    curl_easy_cleanup(easy);
    return outcome;
  }
};

}  // namespace

ClientEntry closed() {
  return {
      .name = "closed",
      .summary = "cleans up manually, after the line that throws",
      .expect = Expectation::leaks_on_failure,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Closed>(); },
  };
}

}  // namespace leakproof::clients
