// SPDX-License-Identifier: MIT
// Assumes that the multi handle owns the easy handles that were added to it: it neither
// removes nor cleans up any easy handle. curl_easy_cleanup alone would have been enough,
// since it also removes the handle; removing alone would not.
#include "multi.hpp"

namespace leakproof::clients {
namespace {

class MultiUnremoved final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    CURL* const easy = curl_easy_init();
    std::string body;
    const Parts parts = prepare(easy, request);
    collect_into(easy, body);
    curl_multi_add_handle(multi_.get(), easy);
    return perform_all(multi_.get());
  }

 private:
  MultiHandle multi_{curl_multi_init()};
};

}  // namespace

ClientEntry multi_unremoved() {
  return {
      .name = "multi-unremoved",
      .summary = "never removes or cleans up its easy handles",
      .expect = Expectation::leaks,
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<MultiUnremoved>(); },
  };
}

}  // namespace leakproof::clients
