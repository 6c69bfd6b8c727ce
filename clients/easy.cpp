// SPDX-License-Identifier: MIT
#include "easy.hpp"

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <new>
#include <string_view>

namespace leakproof::clients {
namespace {

// An exception must not propagate through libcurl, which has no cleanup for it. Returning a
// number other than `count` makes libcurl abort the transfer.
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

// Reserves the body's stated length at once instead of doubling the buffer repeatedly. The
// server's Content-Length is trusted up to `most_believed` bytes.
constexpr std::size_t most_believed = std::size_t{8} << 20;

std::size_t make_room(const char* header, std::size_t, std::size_t count, std::string* body) {
  constexpr std::string_view name = "content-length: ";
  std::size_t length = 0;
  if (count > name.size() && ::strncasecmp(header, name.data(), name.size()) == 0) {
    std::from_chars(header + name.size(), header + count, length);
  }
  return stored(count, [=] { body->reserve(std::min(length, most_believed)); });
}

void set_if_named(CURL* easy, CURLoption option, const std::string& value) {
  if (!value.empty()) curl_easy_setopt(easy, option, value.c_str());
}

void append_header(HeaderList& list, const std::string& line) {
  list.reset(curl_slist_append(list.release(), line.c_str()));
}

int cancels(void* after, curl_off_t, curl_off_t received, curl_off_t, curl_off_t) {
  return received >= static_cast<curl_off_t>(*static_cast<const std::size_t*>(after)) ? 1 : 0;
}

// The upload is generated while it is sent, and occupies no memory.
std::size_t send_some(char* buffer, std::size_t size, std::size_t count, void*) {
  std::fill_n(buffer, size * count, 'x');
  return size * count;
}

Form prepare_upload(CURL* easy, const Request& request) {
  const auto size = static_cast<curl_off_t>(request.upload_bytes);
  if (!request.multipart) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, send_some);
    return nullptr;
  }
  Form form{curl_mime_init(easy)};
  curl_mimepart* const file = curl_mime_addpart(form.get());
  curl_mime_name(file, "file");
  curl_mime_filename(file, "some.bin");
  curl_mime_data_cb(file, size, send_some, nullptr, nullptr, nullptr);
  curl_easy_setopt(easy, CURLOPT_MIMEPOST, form.get());
  return form;
}

}  // namespace

Parts prepare(CURL* easy, const Request& request) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, 10L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set_if_named(easy, CURLOPT_PROXY, request.proxy);
  set_if_named(easy, CURLOPT_CAINFO, request.ca_file);
  set_if_named(easy, CURLOPT_SSLCERT, request.certificate_file);
  set_if_named(easy, CURLOPT_SSLKEY, request.certificate_file);
  if (!request.user.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERPWD, request.user.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_ANY));
  }
  if (request.http2) {
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  }
  if (request.method == "HEAD") curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (request.cancel_after > 0) {
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, cancels);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &request.cancel_after);
  }
  Parts parts;
  if (request.method == "POST") parts.form = prepare_upload(easy, request);
  if (request.expect_continue) append_header(parts.headers, "Expect: 100-continue");
  if (!request.if_none_match.empty()) {
    append_header(parts.headers, "If-None-Match: " + request.if_none_match);
  }
  if (parts.headers) curl_easy_setopt(easy, CURLOPT_HTTPHEADER, parts.headers.get());
  return parts;
}

void collect_into(CURL* easy, std::string& body) {
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, make_room);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &body);
}

Outcome perform(CURL* easy) { return outcome_of(easy, curl_easy_perform(easy)); }

Outcome outcome_of(CURL* easy, CURLcode code) {
  if (code != CURLE_OK) return {.error = curl_easy_strerror(code)};
  long status = 0;
  curl_off_t bytes = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
  return {.ok = true,
          .status = static_cast<int>(status),
          .body_bytes = static_cast<std::size_t>(bytes)};
}

}  // namespace leakproof::clients
