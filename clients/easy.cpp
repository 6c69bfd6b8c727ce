// SPDX-License-Identifier: MIT
#include "easy.hpp"

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <new>
#include <string_view>

namespace leakproof::clients {
namespace {

// An exception must not pass through libcurl, whose frames free nothing on the
// way. Any number but `count` ends the transfer.
template <typename Store>
std::size_t stored(std::size_t count, Store store) noexcept {
  try {
    store();
    return count;
  } catch (const std::bad_alloc&) {
    return count + 1;
  }
}

std::size_t append(const char* data, std::size_t, std::size_t count, std::string* body) {
  return stored(count, [=] { body->append(data, count); });
}

// One allocation for a body of stated length, in place of a doubling one. What
// a server states is a claim: it is believed as far as `most_believed`.
constexpr std::size_t most_believed = std::size_t{8} << 20;

std::size_t make_room(const char* header, std::size_t, std::size_t count, std::string* body) {
  constexpr std::string_view name = "content-length: ";
  std::size_t length = 0;
  if (count > name.size() && ::strncasecmp(header, name.data(), name.size()) == 0) {
    std::from_chars(header + name.size(), header + count, length);
  }
  return stored(count, [=] { body->reserve(std::min(length, most_believed)); });
}

}  // namespace

void prepare(CURL* easy, const Request& request) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
}

void collect_into(CURL* easy, std::string& body) {
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, make_room);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &body);
}

Outcome perform(CURL* easy) {
  if (const CURLcode code = curl_easy_perform(easy); code != CURLE_OK) {
    return {.error = curl_easy_strerror(code)};
  }
  long status = 0;
  curl_off_t bytes = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
  return {.ok = true,
          .status = static_cast<int>(status),
          .body_bytes = static_cast<std::size_t>(bytes)};
}

}  // namespace leakproof::clients
