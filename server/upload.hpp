// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <cstddef>

namespace leakproof::server {

/// Reads and discards the request's body. Replies 200 if it had `size` bytes, else 400.
void take_upload(const httplib::ContentReader&, httplib::Response&, std::size_t size);

/// As take_upload(), for a form whose fields and files have `size` bytes in total.
void take_form(const httplib::ContentReader&, httplib::Response&, std::size_t size);

template <std::size_t size>
void take_upload(const httplib::Request&, httplib::Response& response,
                 const httplib::ContentReader& read) {
  take_upload(read, response, size);
}

template <std::size_t size>
void take_form(const httplib::Request&, httplib::Response& response,
               const httplib::ContentReader& read) {
  take_form(read, response, size);
}

}  // namespace leakproof::server
