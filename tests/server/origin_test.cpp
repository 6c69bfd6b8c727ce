// SPDX-License-Identifier: MIT
#include "server/origin.hpp"

#include <gmock/gmock.h>
#include <pthread.h>

#include <filesystem>
#include <iterator>
#include <optional>
#include <semaphore>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "raw_client.hpp"

namespace leakproof::server {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::size_t descriptors_per_connection = 2;  // this process has both ends
constexpr std::size_t descriptors_of_the_rest = 100;

TEST(Origin, Serves1500ConnectionsAtOnce) {
  constexpr std::size_t many = 1500;
  if (!allow_descriptors(descriptors_per_connection * many + descriptors_of_the_rest)) {
    GTEST_SKIP() << "the limit on descriptors is too low (ulimit -Hn)";
  }
  const Origin origin(scenario("plain"));
  auto clients = hoard(many, origin.port(), "/plain");
  EXPECT_EQ(origin.open_connections(), 1500);
  clients.front().ask_for("/plain");  // after all the others
  EXPECT_THAT(clients.front().read_reply(), StartsWith("HTTP/1.1 200 "));
  const auto counts = origin.counts();
  EXPECT_EQ(counts.complete, 1501);
  EXPECT_EQ(counts.connections, 1500);
  clients.clear();
  EXPECT_EQ(origin.open_connections(), 0);
}

std::size_t threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

TEST(Origin, GivesNoThreadToAConnectionThatAsksForNothing) {
  constexpr std::size_t many = 64;
  const std::size_t before = threads_of_this_process();
  const Origin origin(scenario("plain"));
  std::vector<RawClient> clients;
  for (std::size_t i = 1; i <= many; ++i) {
    clients.emplace_back(origin.port()).ask_for("/plain");
    clients.back().read_reply();
    while (origin.idle_connections() < i) std::this_thread::yield();
  }
  EXPECT_LE(threads_of_this_process() - before, 6U);
  for (RawClient& client : clients) {
    client.ask_for("/plain");
    EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_EQ(origin.counts().complete, 2 * static_cast<std::int64_t>(many));
  EXPECT_EQ(origin.counts().connections, static_cast<std::int64_t>(many));
}

TEST(Origin, DoesNotSeeAnotherOrigin) {
  const Origin one(scenario("plain"));
  const Origin other(scenario("connection-close"));
  ASSERT_NE(one.port(), other.port());
  RawClient client(other.port());
  client.ask_for("/connection-close");
  client.read_to_end();
  EXPECT_EQ(one.counts().requests, 0);
  EXPECT_EQ(one.counts().connections, 0);
  EXPECT_EQ(other.counts().connections, 1);
}

TEST(Origin, AnswersAsSoonAsItIsThereAndStopsAtOnce) {
  for (int turn = 0; turn < 100; ++turn) {
    const Origin origin(scenario("plain"));
    RawClient client(origin.port());
    client.ask_for("/plain");
    ASSERT_THAT(client.read_reply(), StartsWith("HTTP/1.1 200 "));
  }
}

TEST(Origin, StopsRightAfterItStarted) {
  for (int turn = 0; turn < 100; ++turn) {
    const Origin origin(scenario("plain"));
  }
}

TEST(Origin, StopsUnderAThousandIdleConnections) {
  constexpr std::size_t many = 1000;
  if (!allow_descriptors(descriptors_per_connection * many + descriptors_of_the_rest)) {
    GTEST_SKIP() << "the limit on descriptors is too low (ulimit -Hn)";
  }
  std::optional<Origin> origin(scenario("plain"));
  auto clients = hoard(many, origin->port(), "/plain");
  origin.reset();
  EXPECT_THAT(clients.front().read_to_end(), IsEmpty());
  EXPECT_THAT(clients.back().read_to_end(), IsEmpty());
}

TEST(Origin, StopsInTheMiddleOfAReplyThatNobodyReads) {
  std::optional<Origin> origin(scenario("large"));
  RawClient client(origin->port());
  client.ask_for("/large");
  client.read(1);
  ASSERT_EQ(origin->counts().complete, 0);  // returns when the buffers are full
  origin.reset();
  EXPECT_LT(client.read_to_end().size(), 16U << 20);
}

TEST(Origin, StopsWhileConnectionsComeIn) {
  for (int turn = 0; turn < 50; ++turn) {
    std::optional<Origin> origin(scenario("plain"));
    const int port = origin->port();
    std::counting_semaphore<> fetching(0);
    const std::jthread client([&] {
      try {
        for (;; fetching.release()) {
          RawClient visitor(port);
          visitor.ask_for("/plain");
          visitor.read_reply();
        }
      } catch (const std::system_error&) {
        // The server does not listen any more. The test fails only if a client waits
        // endlessly.
      }
    });
    fetching.acquire();
    origin.reset();
  }
}

TEST(Origin, RefusesAConnectionThatItHasNoThreadForAndGoesOn) {
  const Origin origin(scenario("plain"));
  RawClient served(origin.port());
  served.ask_for("/plain");
  served.read_reply();

  pthread_attr_t ordinary;
  pthread_attr_t impossible;
  ASSERT_EQ(pthread_getattr_default_np(&ordinary), 0);
  pthread_attr_init(&impossible);
  pthread_attr_setstacksize(&impossible, std::size_t{1} << 50);
  ASSERT_EQ(pthread_setattr_default_np(&impossible), 0);
  RawClient refused(origin.port());
  EXPECT_THAT(refused.read_to_end(), IsEmpty());
  ASSERT_EQ(pthread_setattr_default_np(&ordinary), 0);

  RawClient later(origin.port());
  later.ask_for("/plain");
  EXPECT_THAT(later.read_reply(), StartsWith("HTTP/1.1 200 "));
  const auto counts = origin.counts();
  EXPECT_EQ(counts.refused, 1);
  EXPECT_EQ(counts.connections, 3);
  EXPECT_EQ(counts.open, 2);
}

TEST(Origin, ClosesAfterWhatIsNotARequest) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  client.send("How do you do?\r\n\r\n");
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(origin.counts().requests, 0);
  EXPECT_EQ(origin.open_connections(), 0);
}

std::string answer_to(const std::string& scenario_name, const std::string& request) {
  const Origin origin(scenario(scenario_name));
  RawClient client(origin.port());
  client.send(request);
  return client.read_reply();
}

TEST(Origin, TellsAnHttp10ClientThatItsConnectionIsKept) {
  EXPECT_THAT(answer_to("plain", "GET /plain HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"),
              ::testing::HasSubstr("\r\nConnection: keep-alive\r\n"));
  EXPECT_THAT(answer_to("plain", "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n"),
              ::testing::Not(::testing::HasSubstr("keep-alive")));
}

TEST(Origin, ClosesTheConnectionOfAnHttp10ClientThatDoesNotAskToKeepIt) {
  for (const char* const name : {"plain", "json", "many-headers"}) {
    const Origin origin(scenario(name));
    RawClient client(origin.port());
    client.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_FALSE(client.read_to_end().empty()) << name;
  }
}

// RFC 9112 (9.3): such a client reads to the end of the connection unless it is told that the
// connection is kept, and then needs a length.
TEST(Origin, KeepsTheConnectionOfAnHttp10ClientOnlyWhereItSaysSo) {
  int kept = 0;
  int closed = 0;
  for (const ScenarioEntry& entry : catalogue()) {
    if (entry.expected_outcome != ExpectedOutcome::whole_reply || entry.proxy != Proxy::none ||
        entry.identity != Identity::none || entry.request.method != "GET") {
      continue;
    }
    const Origin origin(entry);
    RawClient client(origin.port());
    const std::string request =
        "GET /" + std::string(entry.name) + " HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
    client.send(request);
    const std::string reply = client.read_reply();
    EXPECT_THAT(reply, AllOf(Not(StartsWith("HTTP/1.1 1")), Not(HasSubstr("chunked"))))
        << entry.name;
    if (reply.find("Connection: keep-alive\r\n") == reply.npos) {
      client.read_to_end();
      ++closed;
      continue;
    }
    client.send(request);
    EXPECT_THAT(client.read_reply(), StartsWith("HTTP/1.")) << entry.name;
    ++kept;
  }
  EXPECT_GT(kept, 10);
  EXPECT_GT(closed, 0);
}

TEST(Origin, SendsNoChunksToAnHttp10Client) {
  const std::string reply =
      answer_to("chunked", "GET /chunked HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
  EXPECT_THAT(reply, ::testing::Not(::testing::HasSubstr("chunked")));
  EXPECT_THAT(reply, ::testing::HasSubstr("Content-Length: 16384\r\n"));
}

TEST(Origin, ClosesAfterAClientThatAsksForIt) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  client.send("GET /plain HTTP/1.1\r\nHost: o\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read_to_end(), HasSubstr("Connection: close"));
  EXPECT_EQ(origin.counts().complete, 1);
}

}  // namespace
}  // namespace leakproof::server
