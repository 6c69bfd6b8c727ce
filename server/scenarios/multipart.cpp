// SPDX-License-Identifier: MIT
// A form: a part for each field, each to be freed.
#include "reply.hpp"
#include "scenario.hpp"
#include "upload.hpp"

namespace leakproof::server {

ScenarioEntry multipart() {
  return {
      .name = "multipart",
      .group = "uploads",
      .summary = "a form with a file of 64 KiB",
      .has_body = false,
      .horizon = 600,
      .request = {.method = "POST", .upload_bytes = 64_KiB, .multipart = true},
      .install = [](httplib::Server& server,
                    const char* path) { server.Post(path, take_form<64_KiB>); },
  };
}

}  // namespace leakproof::server
