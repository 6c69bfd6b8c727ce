// SPDX-License-Identifier: MIT
#include "server/relay.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <string_view>

#include "gate_counts.hpp"
#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {
namespace {

using testing::StartsWith;
using Then = VerbatimReply::Then;

Upstream at(const Origin& origin, const std::string& path = "/") {
  return {.host = "127.0.0.1", .port = std::to_string(origin.port()), .path = path};
}

// Everything received through a relay of one reply, until the connection closes.
std::string relayed(const std::string& reply, Then then, std::string_view request) {
  const Origin upstream({{.bytes = reply, .then = then}});
  const Origin origin(at(upstream));
  RawClient client(origin.port());
  client.send(request);
  return client.read(reply.size());
}

constexpr std::string_view get = "GET /deep/er?q=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

TEST(Relay, PassesRepliesOnByteByByte) {
  for (const std::string reply :
       {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Odd:   yes\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Sum\r\n\r\n"
        "5;ext=1\r\nhello\r\n0\r\nSum: 42\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}) {
    EXPECT_EQ(relayed(reply, Then::keep_alive, get), reply);
  }
}

TEST(Relay, KeepsCountOfManyOnOneConnection) {
  Origin upstream(scenario("plain"));
  Origin origin(at(upstream, "/plain"));
  RawClient client(origin.port());
  for (int turn = 0; turn < 3; ++turn) {
    client.ask_for("/plain");
    EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  }
  const auto counts = origin.counts();
  EXPECT_EQ(counts.requests, 3);
  EXPECT_EQ(counts.complete, 3);
  EXPECT_EQ(counts.connections, 1);
  EXPECT_EQ(counts.sent_bytes, upstream.counts().sent_bytes);
  EXPECT_GT(counts.sent_bytes, 3 * 16384);
  EXPECT_EQ(upstream.counts().connections, 1);
}

TEST(Relay, KnowsThatAReplyToHeadHasNoBody) {
  const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";
  const Origin upstream({{.bytes = reply, .then = Then::keep_alive}});
  Origin origin(at(upstream));
  RawClient client(origin.port());
  for (int turn = 0; turn < 2; ++turn) {
    client.send("HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    EXPECT_EQ(client.read(reply.size()), reply);
  }
  EXPECT_EQ(origin.counts().complete, 2);
}

TEST(Relay, PassesBodiesOnAndKnowsWhereTheyEnd) {
  const Origin upstream(
      {{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .then = Then::keep_alive}});
  Origin origin(at(upstream));
  RawClient client(origin.port());
  client.send("POST / HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbo");
  client.send("dy\r\n0\r\n\r\n");
  EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  client.ask_for("/");
  EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(upstream.counts().requests, 2);
}

TEST(Relay, PassesTheEndsOfConnectionsOn) {
  const std::string half = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhel";
  for (const Then then : {Then::close, Then::reset}) {
    const Origin upstream({{.bytes = half, .then = then}});
    Origin origin(at(upstream));
    RawClient client(origin.port());
    client.ask_for("/");
    EXPECT_EQ(client.read(half.size()), half);
    if (then == Then::close) {
      EXPECT_EQ(client.read_to_end(), "");
    } else {
      EXPECT_ANY_THROW(client.read_to_end());
    }
    EXPECT_EQ(origin.counts().broken, 1);
    EXPECT_EQ(origin.counts().sent_bytes, std::ssize(half));
  }
}

TEST(Relay, PassesOnWhatItCannotParseAndGoesOn) {
  const std::string odd =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok";
  const Origin upstream({{.bytes = odd, .then = Then::keep_alive}});
  Origin origin(at(upstream));
  RawClient client(origin.port());
  for (int turn = 0; turn < 3; ++turn) {
    client.ask_for("/");
    EXPECT_EQ(client.read(odd.size()), odd);
  }
  EXPECT_EQ(upstream.counts().requests, 3);
}

TEST(Relay, TakesTheEndForTheEndOfAReplyWithoutALength) {
  const std::string reply = "HTTP/1.1 200 OK\r\n\r\nuntil the end";
  const Origin upstream({{.bytes = reply, .then = Then::close}});
  Origin origin(at(upstream));
  RawClient client(origin.port());
  client.ask_for("/");
  EXPECT_EQ(client.read_to_end(), reply);
  EXPECT_EQ(origin.counts().complete, 1);
}

TEST(Relay, BreaksTheReplyWhereTheUpstreamHasGone) {
  auto upstream = std::make_unique<Origin>(scenario("plain"));
  Origin origin(at(*upstream));
  upstream.reset();
  RawClient client(origin.port());
  client.ask_for("/");
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(origin.counts().broken, 1);
}

TEST(Relay, IsHeldAtTheGateLikeAnyOther) {
  const Origin upstream(scenario("plain"));
  Origin origin(at(upstream));
  origin.gate().shut();
  RawClient client(origin.port());
  client.ask_for("/plain");
  EXPECT_EQ(until(origin, held(1)).held, 1);
  EXPECT_EQ(upstream.counts().requests, 0);
  origin.gate().let_through(1);
  EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
}

TEST(Relay, CountsEachRequestForWhichTheUpstreamCannotBeReached) {
  auto upstream = std::make_unique<Origin>(scenario("plain"));
  Origin origin(at(*upstream));
  RawClient earlier(origin.port());
  earlier.ask_for("/");
  earlier.read_reply();
  EXPECT_EQ(origin.counts().without_upstream, 0);
  upstream.reset();
  for (int turn = 1; turn <= 3; ++turn) {
    RawClient client(origin.port());
    client.ask_for("/");
    EXPECT_EQ(client.read_to_end(), "");
    EXPECT_EQ(origin.counts().without_upstream, turn);
  }
}

// The upstream replies only when the relay has seen that the client sends no more.
TEST(Relay, AnswersAClientThatHasFinishedSending) {
  for (const char* const name : {"plain", "chunked", "connection-close"}) {
    Origin upstream(scenario(name));
    upstream.gate().shut();
    const Origin origin(at(upstream));
    RawClient client(origin.port());
    client.ask_for("/");
    client.finish_sending();
    until(upstream, held(1));
    upstream.gate().open();
    EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 200 ")) << name;
    EXPECT_EQ(origin.counts().complete, 1) << name;
  }
}

}  // namespace
}  // namespace leakproof::server
