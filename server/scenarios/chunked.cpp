// SPDX-License-Identifier: MIT
// The client does not know the length in advance and has to grow its buffer.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

constexpr std::size_t total = 16_KiB;
constexpr std::size_t chunk = 2_KiB;

bool send_a_chunk(std::size_t offset, httplib::DataSink& sink) {
  if (offset == total) {
    sink.done();
    return true;
  }
  return sink.write(filler(total).data() + offset, chunk);
}

}  // namespace

ScenarioEntry chunked() {
  return {
      .name = "chunked",
      .summary = "16 KiB in chunks of 2 KiB, without Content-Length",
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request& request, httplib::Response& response) {
              // HTTP/1.0 has no chunks.
              if (request.version == "HTTP/1.0") return reply_with(response, filler(total));
              response.set_chunked_content_provider("application/octet-stream", send_a_chunk);
            });
          },
  };
}

}  // namespace leakproof::server
