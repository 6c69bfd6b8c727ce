// SPDX-License-Identifier: MIT
#include "environment/client_sockets.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "../server/raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof {
namespace {

using server::Origin;
using server::RawClient;
using server::scenario;

server::LedgerCounts counts_of(const Origin& origin) {
  server::LedgerCounts counts = origin.counts();
  add_client_sockets(counts, origin.port());
  return counts;
}

TEST(ClientSockets, AreInCloseWaitWhileOnlyTheClientHoldsThem) {
  const Origin origin(scenario("connection-close"));
  RawClient kept(origin.port());
  RawClient released(origin.port());
  for (RawClient* client : {&kept, &released}) {
    client->ask_for("/connection-close");
    client->read_to_end();
  }
  EXPECT_EQ(counts_of(origin).close_wait, 2);
  released.hang_up();
  EXPECT_EQ(counts_of(origin).close_wait, 1);
}

TEST(ClientSockets, OfAnotherOriginAreNotCounted) {
  const Origin one(scenario("connection-close"));
  const Origin other(scenario("connection-close"));
  RawClient gone(one.port());
  gone.ask_for("/connection-close");
  gone.read_to_end();
  gone.hang_up();
  RawClient client(other.port());
  client.ask_for("/connection-close");
  client.read_to_end();
  EXPECT_EQ(counts_of(one).close_wait, 0);
  EXPECT_EQ(counts_of(other).close_wait, 1);
}

TEST(ClientSockets, HoldWhatTheirClientsHaveNotRead) {
  const Origin origin(scenario("plain"));
  std::vector<RawClient> clients;
  for (int i = 0; i < 9; ++i) {
    clients.emplace_back(origin.port()).ask_for("/plain");
    EXPECT_EQ(clients.back().read(1), "H");  // the origin has accepted it
  }
  const server::LedgerCounts counts = counts_of(origin);
  EXPECT_EQ(counts.close_wait, 0);
  EXPECT_EQ(counts.unread_bytes, counts.sent_bytes - 9);
  for (RawClient& client : clients) client.read_reply();
  EXPECT_EQ(counts_of(origin).unread_bytes, 0);
}

// Querying the kernel would take ten milliseconds after each fetch.
TEST(ClientSockets, AreNotAskedForWhereFewAreOpenAndTheOriginClosedNone) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  client.ask_for("/plain");
  const server::LedgerCounts counts = counts_of(origin);
  EXPECT_EQ(counts.close_wait, 0);
  EXPECT_EQ(counts.unread_bytes, std::nullopt);
}

}  // namespace
}  // namespace leakproof
