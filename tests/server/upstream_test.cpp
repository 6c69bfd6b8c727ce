// SPDX-License-Identifier: MIT
#include "server/upstream.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Upstream, IsReadFromItsUrl) {
  const Upstream upstream = parse_upstream("http://localhost:8080/a/b?c=d&e");
  EXPECT_EQ(upstream.host, "localhost");
  EXPECT_EQ(upstream.authority(), "localhost:8080");
  EXPECT_EQ(upstream.path, "/a/b?c=d&e");
  EXPECT_EQ(parse_upstream("http://example").authority(), "example");
  EXPECT_EQ(parse_upstream("http://example").path, "/");
  EXPECT_THAT([] { parse_upstream("https://localhost/"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("not https://")));
  EXPECT_THAT([] { parse_upstream("localhost"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("expected a URL")));
}

TEST(Upstream, IsThereWhileSomebodyListens) {
  auto origin = std::make_unique<Origin>(scenario("plain"));
  const Upstream upstream{.host = "127.0.0.1", .port = std::to_string(origin->port())};
  EXPECT_TRUE(can_connect(upstream));
  origin.reset();
  EXPECT_FALSE(can_connect(upstream));
}

TEST(Upstream, NamesAnIPv6AddressInBrackets) {
  const Upstream upstream = parse_upstream("http://[::1]:8080/");
  EXPECT_EQ(upstream.host, "::1");
  EXPECT_EQ(upstream.authority(), "[::1]:8080");
}

}  // namespace
}  // namespace leakproof::server
