// SPDX-License-Identifier: MIT
// libcurl-loop URL: requests the URL in a loop, each time with a new handle. Goes on after an
// error. Trusts the certificates in $SSL_CERT_FILE.
#include <curl/curl.h>

#include <cstdlib>

int main(int argc, char** argv) {
  if (argc != 2 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return 2;
  while (true) {
    CURL* const handle = curl_easy_init();
    if (handle == nullptr) continue;
    const curl_write_callback discard = [](char*, std::size_t size, std::size_t count, void*) {
      return size * count;
    };
    const bool is_ready =
        curl_easy_setopt(handle, CURLOPT_URL, argv[1]) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, discard) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_CAINFO, std::getenv("SSL_CERT_FILE")) == CURLE_OK;
    if (is_ready) curl_easy_perform(handle);
    curl_easy_cleanup(handle);
  }
}
