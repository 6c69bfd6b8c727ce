// SPDX-License-Identifier: MIT
// As scoped, except for the form: curl_easy_cleanup does not free it.
#include "easy.hpp"

namespace leakproof::clients {
namespace {

class MimeUnfreed final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const EasyHandle easy{curl_easy_init()};
    std::string body;
    Parts parts = prepare(easy.get(), request);
    static_cast<void>(parts.form.release());
    collect_into(easy.get(), body);
    return perform(easy.get());
  }
};

}  // namespace

ClientEntry mime_unfreed() {
  return {
      .name = "mime-unfreed",
      .summary = "scoped, but its form is never freed",
      .expect = Expectation::clean,
      .leaks_on = "multipart",
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<MimeUnfreed>(); },
  };
}

}  // namespace leakproof::clients
