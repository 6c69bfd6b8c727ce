// SPDX-License-Identifier: MIT
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <string>

#include <leakproof/client.hpp>

namespace leakproof::clients {

template <auto function>
struct FreedBy {
  template <typename T>
  void operator()(T* owned) const {
    function(owned);
  }
};

using EasyHandle = std::unique_ptr<CURL, FreedBy<curl_easy_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, FreedBy<curl_slist_free_all>>;
using Form = std::unique_ptr<curl_mime, FreedBy<curl_mime_free>>;

/// What libcurl only points to. Must outlive the transfer, as the request must.
struct Parts {
  HeaderList headers{};
  Form form{};
};

/// What every adapter asks of libcurl: the request, ten redirects followed at most,
/// any content encoding unpacked, no signals.
[[nodiscard]] Parts prepare(CURL* easy, const Request&);

/// The whole body goes to `body`, which must outlive the transfer.
void collect_into(CURL* easy, std::string& body);

/// The transfer, and what came of it. `body_bytes` is what libcurl counted.
Outcome perform(CURL* easy);

/// What came of a transfer that ended with this code.
Outcome outcome_of(CURL* easy, CURLcode code);

}  // namespace leakproof::clients
