// SPDX-License-Identifier: MIT
// Two requests: the client answers the challenge of the first with a digest in the second
// (RFC 7616, with MD5, which every client supports). A challenge is valid for one answer,
// so a client that remembers it saves no request.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <atomic>
#include <memory>
#include <string>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {
namespace {

std::string md5(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

// The value of `name=value` or `name="value"` in a list. (Not std::regex: g++ 12 reports a
// false warning for it under ASan.)
std::string field(const std::string& list, const std::string& name) {
  const std::size_t at = list.find(" " + name + "=");
  if (at == list.npos) return "";
  const std::size_t value = list.find_first_not_of('"', at + name.size() + 2);
  return value == list.npos ? "" : list.substr(value, list.find_first_of("\",", value) - value);
}

bool is_answer(const httplib::Request& request) {
  const std::string text = request.get_header_value("Authorization");
  const std::string user = md5("user:leakproof:secret");
  const std::string asked = md5(request.method + ":" + field(text, "uri"));
  const std::string expected = md5(user + ":" + field(text, "nonce") + ":" + field(text, "nc") +
                                   ":" + field(text, "cnonce") + ":auth:" + asked);
  return field(text, "nc") == "00000001" && field(text, "response") == expected;
}

}  // namespace

ScenarioEntry auth_digest() {
  return {
      .name = "auth-digest",
      .group = "flow",
      .summary = "requires a user name and a password (Digest)",
      .requests_per_fetch = 2,
      .request = {.user = "user:secret"},
      .install =
          [](httplib::Server& server, const char* path) {
            const auto count = std::make_shared<std::atomic<long>>(0);
            server.Get(path, [=](const httplib::Request& request, httplib::Response& response) {
              if (is_answer(request)) return reply_with(response, filler(1_KiB));
              response.status = 401;
              response.set_header("WWW-Authenticate",
                                  fmt::format("Digest realm=\"leakproof\", qop=\"auth\", "
                                              "algorithm=MD5, nonce=\"{}\", stale=true",
                                              ++*count));
            });
          },
  };
}

}  // namespace leakproof::server
