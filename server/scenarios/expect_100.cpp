// SPDX-License-Identifier: MIT
// The client asks whether it may send the body, and waits for the answer.
#include "reply.hpp"
#include "scenario.hpp"
#include "upload.hpp"

namespace leakproof::server {

ScenarioEntry expect_100() {
  return {
      .name = "expect-100",
      .group = "uploads",
      .summary = "a POST of 64 KiB that waits for 100 Continue",
      .has_body = false,
      .horizon = 600,
      .request = {.method = "POST", .upload_bytes = 64_KiB, .expect_continue = true},
      .install = [](httplib::Server& server,
                    const char* path) { server.Post(path, take_upload<64_KiB>); },
  };
}

}  // namespace leakproof::server
