// SPDX-License-Identifier: MIT
// A new handle per fetch, and one share for all of them, so that later fetches in any
// thread find addresses, TLS sessions and cookies.
#include <array>
#include <mutex>

#include "easy.hpp"

namespace leakproof::clients {
namespace {

using Share = std::unique_ptr<CURLSH, FreedBy<curl_share_cleanup>>;

class Shared final : public Client {
 public:
  Shared() {
    CURLSH* const share = share_.get();
    curl_share_setopt(share, CURLSHOPT_USERDATA, this);
    curl_share_setopt(share, CURLSHOPT_LOCKFUNC, lock);
    curl_share_setopt(share, CURLSHOPT_UNLOCKFUNC, unlock);
    for (const curl_lock_data what :
         {CURL_LOCK_DATA_DNS, CURL_LOCK_DATA_SSL_SESSION, CURL_LOCK_DATA_COOKIE}) {
      curl_share_setopt(share, CURLSHOPT_SHARE, what);
    }
  }

  Outcome fetch(const Request& request) override {
    const EasyHandle easy{curl_easy_init()};
    std::string body;
    const Parts parts = prepare(easy.get(), request);
    collect_into(easy.get(), body);
    curl_easy_setopt(easy.get(), CURLOPT_SHARE, share_.get());
    curl_easy_setopt(easy.get(), CURLOPT_COOKIEFILE, "");  // otherwise libcurl keeps no cookies
    return perform(easy.get());
  }

 private:
  static void lock(CURL*, curl_lock_data what, curl_lock_access, void* self) {
    static_cast<Shared*>(self)->mutexes_[what].lock();
  }

  static void unlock(CURL*, curl_lock_data what, void* self) {
    static_cast<Shared*>(self)->mutexes_[what].unlock();
  }

  std::array<std::mutex, CURL_LOCK_DATA_LAST> mutexes_{};
  Share share_{curl_share_init()};
};

}  // namespace

ClientEntry shared() {
  return {
      .name = "shared",
      .summary = "one share for addresses, TLS sessions and cookies",
      .expect = Expectation::clean,
      // A cookie is kept until it expires, an address for a minute.
      .leaks_on = "unique-cookies,unique-hosts",
      .shareable = true,
      .compared = false,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Shared>(); },
  };
}

}  // namespace leakproof::clients
