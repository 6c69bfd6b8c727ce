// SPDX-License-Identifier: MIT
// Every test reads the counts immediately after the client's action: the ledger has to wait
// until the origin has processed it.
#include "server/ledger.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {

namespace {

constexpr int often = 200;  // enough repetitions to trigger a race

// Ignores the number of sent bytes.
LedgerCounts counts_of(const Origin& origin) {
  LedgerCounts counts = origin.counts();
  counts.sent_bytes = 0;
  return counts;
}

TEST(Ledger, StartsEmpty) {
  const Origin origin(scenario("plain"));
  EXPECT_EQ(origin.counts(), LedgerCounts{});
}

TEST(Ledger, ClosesWhatOpensAfterItWasClosed) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  Ledger ledger;
  ledger.close();
  EXPECT_FALSE(ledger.opened(Fd{ends[0]}));
  char byte = 0;
  EXPECT_EQ(::recv(ends[1], &byte, 1, MSG_DONTWAIT), 0);
  ::close(ends[1]);
}

TEST(Ledger, CountsFetchesOverOneConnection) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  for (int fetch = 1; fetch <= often; ++fetch) {
    client.ask_for("/plain");
    client.read_reply();
    const LedgerCounts expected{.requests = fetch, .complete = fetch, .connections = 1, .open = 1};
    ASSERT_EQ(counts_of(origin), expected);
  }
}

TEST(Ledger, CountsEmptyRepliesToo) {
  const Origin origin(scenario("small"));
  RawClient client(origin.port());
  client.ask_for("/small");
  client.read_reply();
  EXPECT_EQ(origin.counts().complete, 1);
}

TEST(Ledger, CountsAFreshConnectionForEachFetch) {
  const Origin origin(scenario("plain"));
  for (int fetch = 1; fetch <= often; ++fetch) {
    RawClient client(origin.port());
    client.ask_for("/plain");
    client.read_reply();
    client.hang_up();
    ASSERT_EQ(origin.open_connections(), 0);
    const LedgerCounts expected{
        .requests = fetch, .complete = fetch, .connections = fetch, .closed_by_client = fetch};
    ASSERT_EQ(counts_of(origin), expected);
  }
}

TEST(Ledger, CountsWhatTheOriginClosesAsNotClosedByTheClient) {
  const Origin origin(scenario("connection-close"));
  for (int fetch = 1; fetch <= often; ++fetch) {
    RawClient client(origin.port());
    client.ask_for("/connection-close");
    client.read_to_end();
    const LedgerCounts expected{.requests = fetch, .complete = fetch, .connections = fetch};
    ASSERT_EQ(counts_of(origin), expected);
  }
}

TEST(Ledger, WaitsForWhatTheOriginIsAboutToClose) {
  for (int fetch = 1; fetch <= often; ++fetch) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    Ledger ledger;
    ledger.opened(Fd{ends[0]});
    ledger.asked(ends[0]);
    std::thread origin([&] { ledger.closed(ends[0], Reply::complete); });
    EXPECT_EQ(ledger.open_connections(), 0);
    origin.join();
    ::close(ends[1]);
  }
}

TEST(Ledger, CountsAReplyThatTheOriginBreaksOffAsBroken) {
  const Origin origin(scenario("drop-mid-body"));
  RawClient client(origin.port());
  client.ask_for("/drop-mid-body");
  client.read_to_end();
  const LedgerCounts expected{.requests = 1, .broken = 1, .connections = 1};
  EXPECT_EQ(counts_of(origin), expected);
}

TEST(Ledger, CountsAReplyThatTheClientBreaksOffAsBroken) {
  const Origin origin(scenario("large"));
  RawClient client(origin.port());
  client.ask_for("/large");
  client.read(1000);
  client.hang_up();
  const LedgerCounts expected{.requests = 1, .broken = 1, .connections = 1, .closed_by_client = 1};
  EXPECT_EQ(counts_of(origin), expected);
}

TEST(Ledger, DoesNotWaitForAClientThatDoesNotRead) {
  const Origin origin(scenario("large"));
  RawClient client(origin.port());
  client.ask_for("/large");
  client.read(1);
  origin.counts();  // from here on the buffers are full
  const auto start = std::chrono::steady_clock::now();
  const LedgerCounts expected{.requests = 1, .connections = 1, .open = 1};
  EXPECT_EQ(counts_of(origin), expected);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(900));
}

TEST(Ledger, CountsARequestOnlyWhenItIsWhole) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  client.send("GET /pla");
  client.hang_up();
  RawClient other(origin.port());  // accepted after the first
  other.ask_for("/plain");
  other.read_reply();
  const LedgerCounts expected{
      .requests = 1, .complete = 1, .connections = 2, .open = 1, .closed_by_client = 1};
  EXPECT_EQ(counts_of(origin), expected);
}

TEST(Ledger, CountsRequestsThatAreSentAhead) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  const std::string request = "GET /plain HTTP/1.1\r\nHost: o\r\n\r\n";
  client.send(request + request + request);
  for (int reply = 0; reply < 3; ++reply) {
    EXPECT_EQ(client.read_reply().substr(0, 15), "HTTP/1.1 200 OK");
  }
  EXPECT_EQ(origin.counts().complete, 3);
}

TEST(Ledger, CountsFetchesOfManyThreads) {
  const Origin origin(scenario("plain"));
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int fetch = 0; fetch < often; ++fetch) {
          RawClient client(origin.port());
          client.ask_for("/plain");
          client.read_reply();
        }
      });
    }
  }
  const auto counts = origin.counts();
  EXPECT_EQ(counts.complete, 4 * often);
  EXPECT_EQ(counts.connections, 4 * often);
  EXPECT_EQ(counts.closed_by_client, 4 * often);
}

}  // namespace
}  // namespace leakproof::server
