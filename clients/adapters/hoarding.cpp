// SPDX-License-Identifier: MIT
// Releases libcurl's resources, but keeps every body "for later". All of them stay
// reachable, so no leak checker reports them.
#include <list>

#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Hoarding final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const EasyHandle easy{curl_easy_init()};
    std::string body;
    const Parts parts = prepare(easy.get(), request);
    collect_into(easy.get(), body);
    Outcome outcome = perform(easy.get());
    if (outcome.ok && !body.empty()) cache_.push_back(std::move(body));
    return outcome;
  }

 private:
  std::list<std::string> cache_;
};

}  // namespace

ClientEntry hoarding() {
  return {
      .name = "hoarding",
      .summary = "cleans up, but keeps every body in a cache",
      .expect = Expectation::leaks_with_body,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Hoarding>(); },
  };
}

}  // namespace leakproof::clients
