// SPDX-License-Identifier: MIT
// One long-lived handle with the cookie engine on: it sends each cookie that a server has
// set back with the next fetch.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Cookies final : public Client {
 public:
  Cookies() { curl_easy_setopt(easy_.get(), CURLOPT_COOKIEFILE, ""); }

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

ClientEntry cookies() {
  return {
      .name = "cookies",
      .summary = "pooled, with the cookie engine on",
      .expect = Expectation::clean,
      // A cookie is kept until it expires; for unique-hosts, see pooled.
      .leaks_on = "unique-cookies,unique-hosts",
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Cookies>(); },
  };
}

}  // namespace leakproof::clients
