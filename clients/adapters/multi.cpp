// SPDX-License-Identifier: MIT
// Two concurrent transfers through one long-lived multi handle, each with its own easy
// handle. The fetch fails if either transfer fails.
#include <array>

#include "multi.hpp"

namespace leakproof::clients {
namespace {

class Multi final : public Client {
 public:
  Multi() { curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(at_once)); }

  Outcome fetch(const Request& request) override {
    // Over HTTP/2 the transfers are streams of one connection.
    curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, request.http2 ? 1L : 0L);
    std::array<Transfer, at_once> transfers;
    for (Transfer& transfer : transfers) {
      CURL* const easy = transfer.easy.get();
      transfer.parts = prepare(easy, request);
      collect_into(easy, transfer.body);
      transfer.place = add(multi_.get(), easy);
    }
    return perform_all(multi_.get());
  }

 private:
  static constexpr std::size_t at_once = 2;

  struct Transfer {
    std::string body{};
    EasyHandle easy{curl_easy_init()};
    Parts parts{};
    Place place{};
  };

  MultiHandle multi_{curl_multi_init()};
};

}  // namespace

ClientEntry multi() {
  return {
      .name = "multi",
      .summary = "two concurrent transfers through one multi handle",
      .expect = Expectation::clean,
      .leaks_on = "unique-hosts",  // see pooled; here the multi handle owns the caches
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Multi>(); },
  };
}

}  // namespace leakproof::clients
