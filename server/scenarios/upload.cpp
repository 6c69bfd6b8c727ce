// SPDX-License-Identifier: MIT
// Sending needs buffers, too.
#include "upload.hpp"
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry upload() {
  return {
      .name = "upload",
      .group = "uploads",
      .summary = "a POST of 1 MiB",
      .has_body = false,
      .horizon = 300,
      .request = {.method = "POST", .upload_bytes = 1024_KiB},
      .install = [](httplib::Server& server,
                    const char* path) { server.Post(path, take_upload<1024_KiB>); },
  };
}

}  // namespace leakproof::server
