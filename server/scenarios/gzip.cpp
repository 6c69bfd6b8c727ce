// SPDX-License-Identifier: MIT
// Compressed whether or not the client asks for it: a client that does not decompress it
// holds fewer bytes, a client that does must release a decompressor.
#include <zlib.h>

#include <stdexcept>
#include <string>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

constexpr int gzip_window = 15 + 16;  // zlib.h: "Add 16 to windowBits to write a … gzip header"
constexpr int default_memory = 8;

std::string gzipped(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, default_memory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot compress the body of the gzip scenario");
  }
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace

ScenarioEntry gzip() {
  return {
      .name = "gzip",
      .summary = "16 KiB with Content-Encoding: gzip",
      .compressed = true,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              static const std::string body = gzipped(filler(16_KiB));
              response.set_header("Content-Encoding", "gzip");
              reply_with(response, body, "text/plain");
            });
          },
  };
}

}  // namespace leakproof::server
