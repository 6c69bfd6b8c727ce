// SPDX-License-Identifier: MIT
// Processes each chunk as it arrives and keeps none, so its peak memory does not depend on
// the size of the body.
#include <cstring>

#include "easy.hpp"

namespace leakproof::clients {
namespace {

// Counting lines represents whatever an application does with a chunk.
std::size_t count_lines(const char* data, std::size_t, std::size_t count, std::int64_t* lines) {
  const char* const end = data + count;
  for (const char* line = data; line != end; ++*lines) {
    const void* const newline = std::memchr(line, '\n', static_cast<std::size_t>(end - line));
    if (newline == nullptr) break;
    line = static_cast<const char*>(newline) + 1;
  }
  return count;
}

class Streaming final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const EasyHandle easy{curl_easy_init()};
    const Parts parts = prepare(easy.get(), request);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, count_lines);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &lines_);
    return perform(easy.get());
  }

 private:
  std::int64_t lines_ = 0;
};

}  // namespace

ClientEntry streaming() {
  return {
      .name = "streaming",
      .summary = "scoped, and processes each chunk as it arrives",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Streaming>(); },
  };
}

}  // namespace leakproof::clients
