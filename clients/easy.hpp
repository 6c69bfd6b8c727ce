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

/// Objects to which libcurl only holds pointers. They must outlive the transfer, as the
/// request must.
struct Parts {
  HeaderList headers{};
  Form form{};
};

/// Sets the options that all adapters share: the request, at most ten redirects, decoding
/// of all supported content encodings, no signals.
[[nodiscard]] Parts prepare(CURL* easy, const Request&);

/// Appends the body to `body`, which must outlive the transfer.
void collect_into(CURL* easy, std::string& body);

/// Performs the transfer and returns its outcome. `body_bytes` is libcurl's count.
Outcome perform(CURL* easy);

/// The outcome of a transfer that ended with this code.
Outcome outcome_of(CURL* easy, CURLcode code);

}  // namespace leakproof::clients
