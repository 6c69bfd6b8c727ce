// SPDX-License-Identifier: MIT
#include "reply.hpp"

#include <array>

namespace leakproof::server {

std::string_view filler(std::size_t size) {
  static const auto bytes = [] {
    std::array<char, 64_KiB> pattern{};
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      pattern[i] = i % 64 == 63 ? '\n' : static_cast<char>('0' + (i / 64 + i) % 64);
    }
    return pattern;
  }();
  return std::string_view(bytes.data(), bytes.size()).substr(0, size);
}

void reply_with(httplib::Response& response, std::string_view body, const char* type) {
  response.set_content_provider(
      body.size(), type, [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        return sink.write(body.data() + offset, length);
      });
}

}  // namespace leakproof::server
