// SPDX-License-Identifier: MIT
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <string>

#include <leakproof/client.hpp>

namespace leakproof::clients {

using EasyHandle = std::unique_ptr<CURL, decltype([](CURL* easy) { curl_easy_cleanup(easy); })>;

/// What every adapter asks of libcurl: this URL, redirects followed, any
/// content encoding unpacked, no signals.
void prepare(CURL* easy, const Request&);

/// The whole body goes to `body`, which must outlive the transfer.
void collect_into(CURL* easy, std::string& body);

/// The transfer, and what came of it. `body_bytes` is what libcurl counted.
Outcome perform(CURL* easy);

}  // namespace leakproof::clients
