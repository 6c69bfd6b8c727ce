// SPDX-License-Identifier: MIT
// leakproof-worker: the bundled libcurl adapters, each a client under test.
#include <curl/curl.h>

#include <leakproof/worker.hpp>

#include "catalogue.hpp"

int main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_ALL);
  const std::string version = std::string("libcurl/") + curl_version_info(CURLVERSION_NOW)->version;
  const int code = leakproof::worker_main(argc, argv, leakproof::clients::catalogue(), version);
  curl_global_cleanup();
  return code;
}
