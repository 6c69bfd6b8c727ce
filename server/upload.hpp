// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <cstddef>

namespace leakproof::server {

/// Reads what is sent, keeps none of it, and answers 200 where it was `size`
/// bytes; else 400.
void take_upload(const httplib::ContentReader&, httplib::Response&, std::size_t size);

/// The same of a form, whose fields and files are `size` bytes in all.
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
