// SPDX-License-Identifier: MIT
// Extracts one field of a JSON body and keeps only that, in a buffer for the last 16
// values.
#include <simdjson.h>

#include <array>

#include "easy.hpp"

namespace leakproof::clients {
namespace {

class Extracting final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const EasyHandle easy{curl_easy_init()};
    std::string body;
    const Parts parts = prepare(easy.get(), request);
    collect_into(easy.get(), body);
    Outcome outcome = perform(easy.get());
    if (outcome.ok && is_json(easy.get())) keep_wanted(body);
    return outcome;
  }

 private:
  static bool is_json(CURL* easy) {
    const char* type = nullptr;
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    return type != nullptr && std::string_view(type).starts_with("application/json");
  }

  void keep_wanted(const std::string& body) {
    const std::string_view wanted = parser_.parse(body)["wanted"];
    wanted_[next_++ % wanted_.size()] = wanted;
  }

  simdjson::dom::parser parser_{};  // keeps the capacity for one document, but no document
  std::array<std::string, 16> wanted_{};
  std::size_t next_ = 0;
};

}  // namespace

ClientEntry extracting() {
  return {
      .name = "extracting",
      .summary = "parses the body and keeps only the wanted field",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Extracting>(); },
  };
}

}  // namespace leakproof::clients
