// SPDX-License-Identifier: MIT
// Tests the origin as a proxy: it forwards, opens a tunnel to itself, or refuses.
#include <gmock/gmock.h>
#include <httplib.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* connect =
    "CONNECT origin.invalid:443 HTTP/1.1\r\nHost: origin.invalid\r\n\r\n";
constexpr const char* established = "HTTP/1.1 200 Connection established\r\n\r\n";

// The connection ends with a reset if the origin did not read all data.
void wait_for_the_end(RawClient& client) {
  try {
    client.read_to_end();
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ECONNRESET);
  }
}

TEST(Proxy, ForwardsWhateverHostIsAskedFor) {
  const Origin origin(scenario("proxy"));
  RawClient client(origin.port());
  for (int turn = 0; turn < 2; ++turn) {
    client.send("GET http://origin.invalid/proxy HTTP/1.1\r\nHost: origin.invalid\r\n\r\n");
    EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_EQ(origin.counts().complete, 2);
  EXPECT_EQ(origin.counts().connections, 1);
}

TEST(Proxy, TunnelsRequestsByTls) {
  const Origin origin(scenario("proxy-connect"));
  httplib::SSLClient client("127.0.0.1", origin.port());
  client.set_proxy("127.0.0.1", origin.port());
  client.set_ca_cert_path(origin.authority_file());
  const auto reply = client.Get("/proxy-connect");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body.size(), 16U << 10);
  EXPECT_EQ(origin.counts().requests, 1);  // CONNECT does not count
  EXPECT_EQ(origin.counts().complete, 1);
}

TEST(Proxy, OpensATunnelWhereTheHeadComesInPieces) {
  const Origin origin(scenario("proxy-connect"));
  RawClient client(origin.port());
  const std::string head = connect;
  client.send(head.substr(0, 20));
  EXPECT_EQ(origin.counts().requests, 0);
  client.send(head.substr(20));
  EXPECT_EQ(client.read(std::string(established).size()), established);
}

TEST(Proxy, ClosesATunnelWhoseClientSendsNothingMore) {
  const Origin origin(scenario("proxy-connect"));
  RawClient client(origin.port());
  client.send(connect);
  client.finish_sending();
  EXPECT_THAT(client.read_to_end(), StartsWith(established));  // followed by a TLS alert
  EXPECT_EQ(origin.open_connections(), 0);
  EXPECT_EQ(origin.counts().requests, 0);
}

TEST(Proxy, ClosesATunnelWhoseClientHasGone) {
  const Origin origin(scenario("proxy-connect"));
  RawClient client(origin.port());
  client.send(connect);
  EXPECT_EQ(client.read(1), "H");
  client.hang_up();
  EXPECT_EQ(origin.open_connections(), 0);
  EXPECT_EQ(origin.counts().connections, 1);
  EXPECT_EQ(origin.counts().closed_by_client, 1);
  EXPECT_EQ(origin.counts().broken, 0);
}

TEST(Proxy, ClosesAConnectionWhoseClientGoesInTheMiddleOfConnect) {
  const Origin origin(scenario("proxy-connect"));
  RawClient client(origin.port());
  client.send("CONNECT origin.inv");
  client.finish_sending();
  EXPECT_THAT(client.read_to_end(), IsEmpty());
  EXPECT_EQ(origin.open_connections(), 0);
  EXPECT_EQ(origin.counts().requests, 0);
}

TEST(Proxy, EndsTheTunnelWithTheOriginBehindIt) {
  std::optional<Origin> origin(scenario("proxy-connect"));
  RawClient client(origin->port());
  client.send(connect);
  EXPECT_EQ(client.read(std::string(established).size()), established);
  origin.reset();
  EXPECT_THAT(client.read_to_end(), IsEmpty());
}

TEST(Proxy, ClosesATunnelInWhichNobodySpeaksTls) {
  const Origin origin(scenario("proxy-connect"));
  RawClient client(origin.port());
  client.send(connect);
  EXPECT_EQ(client.read(std::string(established).size()), established);
  client.ask_for("/proxy-connect");
  wait_for_the_end(client);
  EXPECT_EQ(origin.open_connections(), 0);
  EXPECT_EQ(origin.counts().requests, 0);
}

TEST(Proxy, TunnelsNothingButConnect) {
  const Origin origin(scenario("proxy-connect"));
  RawClient client(origin.port());
  client.ask_for("/proxy-connect");
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 407 "));
  EXPECT_EQ(origin.counts().requests, 0);
}

TEST(Proxy, ReadsNoHeadWithoutAnEnd) {
  const Origin origin(scenario("proxy-connect"));
  RawClient client(origin.port());
  client.send("CONNECT origin.invalid:443 HTTP/1.1\r\nX: " + std::string(12'000, 'x'));
  wait_for_the_end(client);
  EXPECT_EQ(origin.open_connections(), 0);
}

TEST(Proxy, RefusesInTurnForWantOfAPasswordAndOfAnUpstream) {
  const Origin origin(scenario("proxy-refuses"));
  for (const char* const status : {"407", "502", "407"}) {
    RawClient client(origin.port());
    client.send(connect);
    const std::string reply = client.read_to_end();
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 " + std::string(status)));
    EXPECT_EQ(reply.find("Proxy-Authenticate") != std::string::npos, std::string(status) == "407");
    EXPECT_THAT(reply, HasSubstr("Connection: close\r\n"));
  }
  EXPECT_EQ(origin.counts().connections, 3);
  EXPECT_EQ(origin.counts().requests, 0);
  EXPECT_EQ(origin.open_connections(), 0);
}

}  // namespace
}  // namespace leakproof::server
