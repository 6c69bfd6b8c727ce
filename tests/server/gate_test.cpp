// SPDX-License-Identifier: MIT
#include "server/gate.hpp"

#include <gmock/gmock.h>
#include <poll.h>

#include "gate_counts.hpp"
#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {
namespace {

using testing::StartsWith;

TEST(Gate, IsOpenUntilItIsShut) {
  Origin origin(scenario("plain"));
  RawClient client(origin.port());
  client.ask_for("/plain");
  EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(origin.gate().counts().held, 0);
}

TEST(Gate, LetsThroughAsManyAsItIsTold) {
  Origin origin(scenario("plain"));
  origin.gate().shut();
  RawClient client(origin.port());
  client.ask_for("/plain");
  EXPECT_EQ(until(origin, held(1)).passed, 0);
  EXPECT_EQ(origin.counts().requests, 0);
  EXPECT_EQ(origin.counts().open, 1);

  origin.gate().let_through(2);
  client.read_reply();
  client.ask_for("/plain");
  client.read_reply();
  client.ask_for("/plain");
  const auto counts = until(origin, held(1));
  EXPECT_EQ(counts.passed, 2);
  EXPECT_EQ(counts.under_way, 0);
  EXPECT_EQ(counts.broken, 0);
  ASSERT_EQ(origin.gate().held_clients().size(), 1U);
  EXPECT_NE(origin.gate().held_clients()[0].port, 0);
  EXPECT_EQ(origin.gate().held_clients()[0].server_port, origin.port());
  EXPECT_EQ(origin.counts().complete, 2);
}

TEST(Gate, TellsOfItThroughItsEvent) {
  Origin origin(scenario("plain"));
  origin.gate().shut();
  pollfd event{.fd = origin.gate().event(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(::poll(&event, 1, 0), 0);
  RawClient client(origin.port());
  client.ask_for("/plain");
  EXPECT_EQ(::poll(&event, 1, 10'000), 1);
}

TEST(Gate, HoldsFetchesInTheirOrderAndCountsThemOnce) {
  Origin origin(scenario("small"));
  origin.gate().shut();
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(origin.port()).ask_for("/small");
    until(origin, held(i + 1));
  }
  origin.gate().let_through(1);
  clients[0].read_reply();
  EXPECT_EQ(until(origin, held(2)).passed, 1);
  origin.gate().let_through(2);
  clients[2].read_reply();
  clients[1].read_reply();
}

TEST(Gate, DoesNotHoldTheStepsOfARedirect) {
  Origin origin(scenario("redirect"));
  origin.gate().shut();
  RawClient client(origin.port());
  for (const char* const step : {"/redirect/1", "/redirect/2", "/redirect/3"}) {
    client.ask_for(step);
    client.read_reply();
  }
  client.ask_for("/redirect");
  EXPECT_EQ(until(origin, held(1)).passed, 0);
}

TEST(Gate, ForgetsAClientThatHungUpAndDoesNotAnswerIt) {
  Origin origin(scenario("plain"));
  origin.gate().shut();
  RawClient impatient(origin.port());
  impatient.ask_for("/plain");
  until(origin, held(1));
  impatient.hang_up();
  EXPECT_EQ(until(origin, held(0)).passed, 0);
  EXPECT_TRUE(origin.gate().held_clients().empty());
  origin.gate().let_through(1);
  RawClient client(origin.port());
  client.ask_for("/plain");
  EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(origin.counts().requests, 1) << "the one that nobody waited for does not count";
  // The client may have read its reply before the server has counted it as sent.
  EXPECT_EQ(until(origin, [](const GateCounts& now) { return now.under_way == 0; }).under_way, 0);
}

TEST(Gate, HoldsAClientThatHasFinishedSendingAndStillWaits) {
  bool waits = true;
  Origin origin(scenario("plain"),
                ClientQueries{.still_waits = [&](const ClientEnd&) { return waits; }});
  origin.gate().shut();
  RawClient client(origin.port());
  client.ask_for("/plain");
  client.finish_sending();
  until(origin, held(1));
  EXPECT_EQ(origin.gate().counts().held, 1);
  origin.gate().let_through(1);
  EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));

  RawClient gone(origin.port());
  gone.ask_for("/plain");
  until(origin, held(1));
  gone.finish_sending();
  waits = false;
  EXPECT_EQ(until(origin, held(0)).held, 0);
}

TEST(Origin, TurnsAwayWhoMayNotConnect) {
  bool may = false;
  Origin origin(scenario("plain"), ClientQueries{.may_connect = [&](const ClientEnd& client) {
                  return may && client.server_port == origin.port();
                }});
  RawClient stranger(origin.port());
  EXPECT_EQ(stranger.read_to_end(), "");
  EXPECT_EQ(origin.counts().strangers, 1);
  EXPECT_EQ(origin.counts().connections, 0);
  may = true;
  RawClient client(origin.port());
  client.ask_for("/plain");
  EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(origin.counts().strangers, 1);
}

TEST(Gate, CountsWhatBrokeOff) {
  Origin origin(scenario("drop-mid-body"));
  origin.gate().shut();
  origin.gate().let_through(1);
  RawClient client(origin.port());
  client.ask_for("/drop-mid-body");
  client.read_to_end();
  const auto counts = until(origin, [](const GateCounts& now) { return now.broken == 1; });
  EXPECT_EQ(counts.broken, 1);
  EXPECT_EQ(counts.under_way, 0);
}

TEST(Gate, KeepsNobodyWhenItsOriginGoes) {
  Origin origin(scenario("plain"));
  origin.gate().shut();
  RawClient client(origin.port());
  client.ask_for("/plain");
  until(origin, held(1));
}

TEST(Gate, TakesAnyPathForTheScenarios) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  for (const char* const path : {"/", "/plain/deeper?and=so", "/something/else"}) {
    client.ask_for(path);
    EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  }
}

}  // namespace
}  // namespace leakproof::server
