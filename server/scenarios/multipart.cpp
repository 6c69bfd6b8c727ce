// SPDX-License-Identifier: MIT
// A form has one part for each field; the client must free each part.
#include "reply.hpp"
#include "scenario.hpp"
#include "upload.hpp"

namespace leakproof::server {

ScenarioEntry multipart() {
  return {
      .name = "multipart",
      .group = "uploads",
      .summary = "a multipart form with a file of 64 KiB",
      .has_body = false,
      .horizon = 600,
      .request = {.method = "POST", .upload_bytes = 64_KiB, .multipart = true},
      .install = [](httplib::Server& server,
                    const char* path) { server.Post(path, take_form<64_KiB>); },
  };
}

}  // namespace leakproof::server
