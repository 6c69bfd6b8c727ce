// SPDX-License-Identifier: MIT
#include "upload.hpp"

namespace leakproof::server {

void take_upload(const httplib::ContentReader& read, httplib::Response& response,
                 std::size_t size) {
  std::size_t taken = 0;
  const bool whole = read([&](const char*, std::size_t count) {
    taken += count;
    return true;
  });
  response.status = whole && taken == size ? 200 : 400;
}

void take_form(const httplib::ContentReader& read, httplib::Response& response, std::size_t size) {
  std::size_t taken = 0;
  const bool whole = read([](const httplib::MultipartFormData&) { return true; },
                          [&](const char*, std::size_t count) {
                            taken += count;
                            return true;
                          });
  response.status = whole && taken == size ? 200 : 400;
}

}  // namespace leakproof::server
