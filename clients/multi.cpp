// SPDX-License-Identifier: MIT
#include "multi.hpp"

namespace leakproof::clients {
namespace {

constexpr int longest_wait = 1000;  // milliseconds; libcurl's timers can end the wait earlier

CURLMcode drive(CURLM* multi) {
  CURLMcode code = CURLM_OK;
  for (int running = 1; running > 0 && code == CURLM_OK;) {
    code = curl_multi_perform(multi, &running);
    if (running > 0 && code == CURLM_OK) {
      code = curl_multi_poll(multi, nullptr, 0, longest_wait, nullptr);
    }
  }
  return code;
}

}  // namespace

Place add(CURLM* multi, CURL* easy) {
  curl_multi_add_handle(multi, easy);
  return Place(easy, {.multi = multi});
}

Outcome perform_all(CURLM* multi) {
  if (const CURLMcode code = drive(multi); code != CURLM_OK) {
    return {.error = curl_multi_strerror(code)};
  }
  Outcome all{.ok = true};
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi, &left)) {
    const Outcome one = outcome_of(message->easy_handle, message->data.result);
    if (!all.ok) continue;
    if (!one.ok) {
      all = one;
    } else {
      all.status = one.status;
      all.body_bytes += one.body_bytes;
    }
  }
  return all;
}

}  // namespace leakproof::clients
