// SPDX-License-Identifier: MIT
#include "server/verbatim.hpp"

#include <gmock/gmock.h>

#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using Then = VerbatimReply::Then;

constexpr std::string_view whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view half = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhel";

TEST(Replies, AreWhatStandsBetweenTheLines) {
  const auto replies =
      parse_replies("one\r\n\n--- keep-alive\ntwo\r\n--- close\r\n--- reset\nlast\n");
  ASSERT_EQ(replies.size(), 4);
  EXPECT_EQ(replies[0].bytes, "one\r\n");
  EXPECT_EQ(replies[0].then, Then::keep_alive);
  EXPECT_EQ(replies[1].bytes, "two");
  EXPECT_EQ(replies[1].then, Then::close);
  EXPECT_EQ(replies[2].bytes, "");
  EXPECT_EQ(replies[2].then, Then::reset);
  EXPECT_EQ(replies[3].bytes, "last\n");
  EXPECT_EQ(replies[3].then, Then::close);
}

TEST(Replies, MayHoldAnyByte) {
  const std::string bytes("\0\xff\n\r---keep", 11);
  EXPECT_EQ(parse_replies(bytes + "\n--- close\n").front().bytes, bytes);
}

TEST(Replies, OfAnEditorGetTheLineEndsOfHttp) {
  const auto sent = [](const char* text) { return parse_replies(text).front().bytes; };
  EXPECT_EQ(sent("HTTP/1.1 200 OK\nA: b\n\none\n\ntwo\n--- close\n"),
            "HTTP/1.1 200 OK\r\nA: b\r\n\r\none\n\ntwo");
  EXPECT_EQ(sent("HTTP/1.1 200 OK\nA: b\n\n"), "HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  for (const char* exact : {"HTTP/1.1 200 OK\r\nA: b\n\nc", "HTTP/1.1 200 OK\nA: b", "A: b\n\nc"}) {
    EXPECT_EQ(sent(exact), exact);
  }
}

TEST(Replies, EndWithALineEndThatTheirHeadCounts) {
  const auto sent = [](const char* text) { return parse_replies(text).front().bytes; };
  EXPECT_EQ(sent("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello\n--- keep-alive\n"),
            "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello\n");
  EXPECT_EQ(sent("HTTP/1.1 200 OK\nContent-Length:6\n\nhello\n--- keep-alive\n"),
            "HTTP/1.1 200 OK\r\nContent-Length:6\r\n\r\nhello\n");
  for (const char* shorter :
       {"Content-Length: 5", "Content-Length: 50", "Content-Length: x", "A: 6"}) {
    const std::string head = std::string("HTTP/1.1 200 OK\r\n") + shorter + "\r\n\r\n";
    EXPECT_EQ(sent((head + "hello\n--- close\n").c_str()), head + "hello");
  }
}

TEST(Replies, AreRefusedWithTheLineThatIsWrong) {
  const auto parse = [](const char* text) { return [text] { parse_replies(text); }; };
  EXPECT_THAT(parse("one\n--- hang\n"), ThrowsMessage<std::invalid_argument>(
                                            HasSubstr("line 2: \"--- \" must be followed by")));
  EXPECT_THAT(parse(""), ThrowsMessage<std::invalid_argument>(HasSubstr("no reply")));
}

TEST(VerbatimOrigin, SaysWhatItIsToldInTurn) {
  Origin origin({{.bytes = std::string(whole), .then = Then::keep_alive},
                 {.bytes = std::string(half), .then = Then::close}});
  for (int round = 0; round < 2; ++round) {
    RawClient client(origin.port());
    client.ask_for("/whatever");
    EXPECT_EQ(client.read(whole.size()), whole);
    client.ask_for("/reply");
    EXPECT_EQ(client.read_to_end(), half);
  }
  EXPECT_EQ(origin.counts().requests, 4);
  EXPECT_EQ(origin.counts().complete, 4);
}

TEST(VerbatimOrigin, Resets) {
  Origin origin({{.bytes = std::string(half), .then = Then::reset}});
  RawClient client(origin.port());
  client.ask_for("/");
  EXPECT_THROW(
      {
        client.read_to_end();
        client.read_to_end();
      },
      std::exception);
  EXPECT_EQ(origin.counts().broken, 1);
}

TEST(VerbatimOrigin, TakesRequestsWithBodies) {
  Origin origin({{.bytes = std::string(whole), .then = Then::keep_alive}});
  RawClient client(origin.port());
  for (int turn = 0; turn < 2; ++turn) {
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_EQ(client.read(whole.size()), whole);
  }
}

}  // namespace
}  // namespace leakproof::server
