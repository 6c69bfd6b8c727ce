// SPDX-License-Identifier: MIT
// Takes the multi handle for the owner of what was added to it: no easy handle is
// removed, none is cleaned up. To clean up would have been enough, since
// curl_easy_cleanup removes; to remove would not.
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
      .summary = "leaves each easy handle to the multi handle",
      .expect = Expectation::leaks,
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<MultiUnremoved>(); },
  };
}

}  // namespace leakproof::clients
