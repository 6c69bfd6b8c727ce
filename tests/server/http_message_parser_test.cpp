// SPDX-License-Identifier: MIT
#include "server/http_message_parser.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace leakproof::server {
namespace {

using Kind = HttpMessageParser::Kind;

struct Message {
  const char* name;
  Kind kind;
  std::string text;
};

void PrintTo(const Message& message, std::ostream* out) { *out << message.name; }

class WholeMessage : public testing::TestWithParam<Message> {};

// The input already contains the next message.
TEST_P(WholeMessage, EndsWhereTheNextOneBegins) {
  HttpMessageParser parser(GetParam().kind);
  EXPECT_EQ(parser.take(GetParam().text + "HTTP"), GetParam().text.size());
  EXPECT_TRUE(parser.complete());
  EXPECT_FALSE(parser.failed());
}

TEST_P(WholeMessage, EndsAtTheSameByteWhereItComesInPieces) {
  const std::string& text = GetParam().text;
  HttpMessageParser parser(GetParam().kind);
  for (std::size_t i = 0; i < text.size(); ++i) {
    EXPECT_FALSE(parser.complete()) << i;
    EXPECT_EQ(parser.take(std::string_view(text).substr(i, 1)), 1U);
  }
  EXPECT_TRUE(parser.complete());
}

INSTANTIATE_TEST_SUITE_P(
    Each, WholeMessage,
    testing::Values(
        Message{"get", Kind::request, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
        Message{"post", Kind::request, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"},
        Message{"length", Kind::reply, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
        Message{
            "chunked", Kind::reply,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nSum: 1\r\n\r\n"},
        Message{"no_content", Kind::reply, "HTTP/1.1 204 No Content\r\n\r\n"}),
    [](const auto& one) { return one.param.name; });

TEST(HttpMessageParser, KnowsThatAReplyToHeadHasNoBody) {
  const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";
  HttpMessageParser parser(Kind::reply);
  parser.begin(true);
  parser.take(reply);
  EXPECT_TRUE(parser.complete());
  parser.begin(false);
  parser.take(reply);
  EXPECT_FALSE(parser.complete());
}

TEST(HttpMessageParser, TakesTheEndForTheEndOfAMessageWithoutALength) {
  HttpMessageParser parser(Kind::reply);
  parser.take("HTTP/1.1 200 OK\r\n\r\nuntil the end");
  EXPECT_FALSE(parser.complete());
  parser.end();
  EXPECT_TRUE(parser.complete());
}

TEST(HttpMessageParser, FailsOnWhatIsNotHttp) {
  HttpMessageParser parser(Kind::reply);
  EXPECT_EQ(parser.take("How do you do?"), 14U);
  EXPECT_TRUE(parser.failed());
  EXPECT_FALSE(parser.complete());
  parser.begin(false);
  EXPECT_FALSE(parser.failed());
}

TEST(HttpMessageParser, TellsARequestForAHeadFromOthers) {
  HttpMessageParser parser(Kind::request);
  parser.take("HEAD / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(parser.is_head());
  parser.begin(false);
  parser.take("GET / HTTP/1.1\r\n\r\n");
  EXPECT_FALSE(parser.is_head());
}

TEST(HttpMessageParser, TellsInterimRepliesFromLastOnes) {
  const auto is_interim = [](const std::string& status) {
    HttpMessageParser parser(Kind::reply);
    parser.take("HTTP/1.1 " + status + "\r\n\r\n");
    return parser.is_interim();
  };
  EXPECT_TRUE(is_interim("100 Continue"));
  EXPECT_TRUE(is_interim("103 Early Hints"));
  EXPECT_FALSE(is_interim("101 Switching Protocols"));
  EXPECT_FALSE(is_interim("204 No Content"));
}

TEST(HttpMessageParser, WorksOnAfterItWasMoved) {
  HttpMessageParser first(Kind::reply);
  first.take("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
  HttpMessageParser parser(std::move(first));
  parser.take("ok");
  EXPECT_TRUE(parser.complete());
}

TEST(Url, IsTakenApart) {
  const auto url = parse_url("http://localhost:8080/a/b?c=d&e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "http");
  EXPECT_EQ(url->host, "localhost");
  EXPECT_EQ(url->port, "8080");
  EXPECT_EQ(url->path, "/a/b");
  EXPECT_EQ(url->query, "c=d&e");
}

TEST(Url, NeedsAHost) {
  for (const char* const text : {"", "localhost", "/path", "http://", "http://:80/"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

}  // namespace
}  // namespace leakproof::server
