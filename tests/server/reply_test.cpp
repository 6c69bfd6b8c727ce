// SPDX-License-Identifier: MIT
#include "server/reply.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>

#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {
namespace {

TEST(Filler, IsPrintableAndOfTheSizeThatIsWanted) {
  for (const std::size_t size : {0_KiB, 1_KiB, 64_KiB}) {
    const std::string_view bytes = filler(size);
    EXPECT_EQ(bytes.size(), size);
    for (const char byte : bytes) {
      ASSERT_TRUE(std::isprint(static_cast<unsigned char>(byte)) != 0 || byte == '\n');
    }
  }
}

TEST(Filler, IsAlwaysTheSameAndNeverCopied) {
  EXPECT_EQ(filler(1_KiB).data(), filler(64_KiB).data());
}

TEST(ReplyWith, SendsTheBodyAsItIsAndStatesItsLengthAndType) {
  const ScenarioEntry entry{
      .name = "own", .install = [](httplib::Server& server, const char* path) {
        server.Get(path, [](const httplib::Request&, httplib::Response& response) {
          reply_with(response, "hello", "text/plain");
        });
      }};
  const Origin origin(entry);
  RawClient client(origin.port());
  client.send("GET /own HTTP/1.1\r\nHost: o\r\nAccept-Encoding: gzip\r\n\r\n");
  const std::string reply = client.read_reply();
  EXPECT_TRUE(reply.ends_with("\r\n\r\nhello")) << reply;
  EXPECT_NE(reply.find("Content-Length: 5\r\n"), reply.npos) << reply;
  EXPECT_NE(reply.find("Content-Type: text/plain\r\n"), reply.npos) << reply;
  EXPECT_EQ(reply.find("Content-Encoding"), reply.npos) << reply;
}

}  // namespace
}  // namespace leakproof::server
