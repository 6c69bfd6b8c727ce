// SPDX-License-Identifier: MIT
// As scoped, except for the header list: libcurl only holds a pointer to it, and nothing
// frees it.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class HeaderListUnfreed final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const EasyHandle easy{curl_easy_init()};
    std::string body;
    Parts parts = prepare(easy.get(), request);
    collect_into(easy.get(), body);
    curl_slist* const headers = curl_slist_append(parts.headers.release(), "Accept-Language: en");
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers);
    return perform(easy.get());
  }
};

}  // namespace

ClientEntry header_list_unfreed() {
  return {
      .name = "header-list-unfreed",
      .summary = "scoped, but its header list is never freed",
      .expect = Expectation::leaks,
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<HeaderListUnfreed>(); },
  };
}

}  // namespace leakproof::clients
