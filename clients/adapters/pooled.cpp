// SPDX-License-Identifier: MIT
// One long-lived handle, so that its connection is reused. libcurl 7.88 keeps the address
// of every host for a minute (the DNS cache) and, as long as the handle lives, a block of
// bookkeeping for every host whose connection was evicted. So a handle that has served many
// hosts is replaced.
#include <set>

#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Pooled final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    body_.clear();
    const Parts parts = prepare(easy_.get(), request);
    collect_into(easy_.get(), body_);
    Outcome outcome = perform(easy_.get());
    if (note_host() > most_hosts) {
      easy_.reset(curl_easy_init());
      hosts_.clear();
    }
    return outcome;
  }

 private:
  static constexpr std::size_t most_hosts = 4;

  // Returns the number of hosts that the handle has served so far.
  std::size_t note_host() {
    const char* address = nullptr;
    curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &address);
    if (address != nullptr) hosts_.insert(address);
    return hosts_.size();
  }

  std::string body_;
  std::set<std::string> hosts_;
  EasyHandle easy_{curl_easy_init()};
};

}  // namespace

ClientEntry pooled() {
  return {
      .name = "pooled",
      .summary = "one handle for up to four hosts, its connection reused",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Pooled>(); },
  };
}

}  // namespace leakproof::clients
