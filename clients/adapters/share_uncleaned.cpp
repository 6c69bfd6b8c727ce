// SPDX-License-Identifier: MIT
// A share for each fetch, never cleaned up. The data that the fetch cached in it stays,
// too.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class ShareUncleaned final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    CURLSH* const share = curl_share_init();
    curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
    const EasyHandle easy{curl_easy_init()};
    std::string body;
    const Parts parts = prepare(easy.get(), request);
    collect_into(easy.get(), body);
    curl_easy_setopt(easy.get(), CURLOPT_SHARE, share);
    return perform(easy.get());
  }
};

}  // namespace

ClientEntry share_uncleaned() {
  return {
      .name = "share-uncleaned",
      .summary = "scoped, but the share of each fetch is never cleaned up",
      .expect = Expectation::leaks,
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<ShareUncleaned>(); },
  };
}

}  // namespace leakproof::clients
