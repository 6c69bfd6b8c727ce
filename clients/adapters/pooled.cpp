// SPDX-License-Identifier: MIT
// One long-lived handle, so that its connection is used again.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Pooled final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    body_.clear();
    const Parts parts = prepare(easy_.get(), request);
    collect_into(easy_.get(), body_);
    return perform(easy_.get());
  }

 private:
  std::string body_;
  EasyHandle easy_{curl_easy_init()};
};

}  // namespace

ClientEntry pooled() {
  return {
      .name = "pooled",
      .summary = "one long-lived handle, its connection reused",
      .expect = Expectation::clean,
      // libcurl 7.88 keeps every host's address for a minute (the DNS cache), and a
      // block of bookkeeping for every host whose connection made room for another's.
      .leaks_on = "unique-hosts",
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Pooled>(); },
  };
}

}  // namespace leakproof::clients
