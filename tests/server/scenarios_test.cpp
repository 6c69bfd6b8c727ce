// SPDX-License-Identifier: MIT
// Tests the bytes that a client without special options receives.
#include <gmock/gmock.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "raw_client.hpp"
#include "server/origin.hpp"

namespace leakproof::server {

void PrintTo(const ScenarioEntry& entry, std::ostream* out) { *out << entry.name; }

namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

struct Exchange {
  std::string head{};
  std::string body{};
};

Exchange split(const std::string& reply) {
  const auto end = reply.find("\r\n\r\n");
  return {reply.substr(0, end), reply.substr(end + 4)};
}

/// Accepts compressed replies, so that a reply is compressed only if the scenario does so.
void send_request(RawClient& client, const std::string& path, const std::string& more = "") {
  client.send("GET " + path + " HTTP/1.1\r\nHost: o\r\nAccept-Encoding: gzip, br\r\n" + more +
              "\r\n");
}

Exchange fetch(const std::string& name) {
  const Origin origin(scenario(name));
  RawClient client(origin.port());
  send_request(client, "/" + name, "Connection: close\r\n");
  return split(client.read_to_end());
}

std::string unpacked(const std::string& packed, std::size_t room) {
  std::string text(room, '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  text.resize(stream.total_out);
  return text;
}

bool is_for_anybody(const ScenarioEntry& entry) {
  const bool is_plain = entry.request.method == "GET" && entry.request.user.empty() &&
                        entry.request.timeout_ms == 0 && entry.request.cancel_after == 0 &&
                        entry.identity == Identity::none && entry.proxy == Proxy::none &&
                        entry.listening == Listening::accepts;
  // httplib's client treats a 103 as the reply, and does not read trailers.
  const bool is_beyond_httplib = entry.name == "early-hints" || entry.name == "trailers";
  return is_plain && !is_beyond_httplib && entry.expected_outcome != ExpectedOutcome::either &&
         entry.requests_per_fetch <= 4;
}

class EveryScenario : public testing::TestWithParam<ScenarioEntry> {};

// The libcurl adapters exercise every scenario in ctest and ci/faults; this test covers
// those that any client can request.
TEST_P(EveryScenario, DoesWhatItsEntrySays) {
  const ScenarioEntry& entry = GetParam();
  const Origin origin(entry);
  EXPECT_THAT(origin.url(), EndsWith("/" + std::string(entry.name)));
  EXPECT_THAT(entry.summary, Not(IsEmpty()));
  EXPECT_TRUE(entry.install != nullptr || entry.replies != nullptr ||
              entry.requests_per_fetch == 0);
  if (!is_for_anybody(entry)) return;

  httplib::Client client("127.0.0.1", origin.port());
  client.set_keep_alive(true);
  client.set_follow_location(true);
  const auto result = client.Get("/" + std::string(entry.name));

  const bool completes = entry.expected_outcome == ExpectedOutcome::whole_reply;
  EXPECT_EQ(static_cast<bool>(result), completes);
  const LedgerCounts counts = origin.counts();
  EXPECT_EQ(counts.requests, entry.requests_per_fetch);
  EXPECT_EQ(counts.complete, completes ? entry.requests_per_fetch : 0);
  EXPECT_EQ(counts.broken, completes ? 0 : 1);
  const bool stays_open = completes && entry.keep_alive && entry.replies == nullptr;
  if (!entry.on_all_of_loopback && entry.replies == nullptr) {
    EXPECT_EQ(counts.open, stays_open ? 1 : 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, EveryScenario,
                         testing::ValuesIn(catalogue().begin(), catalogue().end()),
                         [](const auto& test) {
                           std::string name(test.param.name);
                           std::ranges::replace_if(
                               name, [](char c) { return c == '-' || c == '.'; }, '_');
                           return name;
                         });

TEST(Scenarios, PlainSends16KiBAsTheyAre) {
  const auto reply = fetch("plain");
  EXPECT_THAT(reply.head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(reply.head, HasSubstr("Content-Length: 16384"));
  EXPECT_THAT(reply.head, Not(HasSubstr("Content-Encoding")));
  EXPECT_EQ(reply.body.size(), 16384U);
}

TEST(Scenarios, NoReplyPromisesToHangUpAfterATime) {
  const Origin origin(scenario("plain"));
  RawClient client(origin.port());
  send_request(client, "/plain");
  EXPECT_THAT(split(client.read_reply()).head, Not(HasSubstr("Keep-Alive")));
}

TEST(Scenarios, SmallAlternatesBetweenNothingAndNextToNothing) {
  const Origin origin(scenario("small"));
  RawClient client(origin.port());
  for (int turn = 0; turn < 2; ++turn) {
    send_request(client, "/small");
    const auto empty = client.read_reply();
    EXPECT_THAT(empty, StartsWith("HTTP/1.1 204 "));
    EXPECT_THAT(empty, Not(HasSubstr("Content-Length")));
    send_request(client, "/small");
    const auto bytes = client.read_reply();
    EXPECT_THAT(bytes, StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(bytes, EndsWith("\r\n\r\nok\n"));
  }
}

TEST(Scenarios, AReplyWithoutABodyIsNotHeldBack) {
  const Origin origin(scenario("small"));
  RawClient client(origin.port());
  const auto start = std::chrono::steady_clock::now();
  for (int reply = 0; reply < 60; ++reply) {
    send_request(client, "/small");
    client.read_reply();
  }
  // Without TCP_NODELAY the kernel would delay each of the 30 empty replies by 200 ms.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
}

TEST(Scenarios, LargeSends16MiB) { EXPECT_EQ(fetch("large").body.size(), 16U << 20); }

TEST(Scenarios, ChunkedSends64KiBInSeveralChunksOfNoStatedLength) {
  const auto reply = fetch("chunked");
  EXPECT_THAT(reply.head, HasSubstr("Transfer-Encoding: chunked"));
  EXPECT_THAT(reply.head, Not(HasSubstr("Content-Length")));
  std::size_t total = 0;
  int chunks = 0;
  std::size_t at = 0;
  for (auto size = std::stoul(reply.body, nullptr, 16); size > 0; ++chunks) {
    total += size;
    at = reply.body.find("\r\n", at) + 2 + size + 2;
    size = std::stoul(reply.body.substr(at), nullptr, 16);
  }
  EXPECT_EQ(total, 16384U);
  EXPECT_GT(chunks, 1);
  EXPECT_THAT(reply.body, EndsWith("0\r\n\r\n"));
}

TEST(Scenarios, GzipIsPackedAskedForOrNot) {
  const Origin origin(scenario("gzip"));
  RawClient client(origin.port());
  client.ask_for("/gzip");
  const auto reply = split(client.read_reply());
  EXPECT_THAT(reply.head, HasSubstr("Content-Encoding: gzip"));
  EXPECT_LT(reply.body.size(), 16384U);
  EXPECT_EQ(unpacked(reply.body, 1 << 20).size(), 16384U);
}

TEST(Scenarios, JsonHoldsOneWantedFieldIn32KiB) {
  const auto reply = fetch("json");
  EXPECT_THAT(reply.head, HasSubstr("Content-Type: application/json"));
  EXPECT_THAT(reply.head, Not(HasSubstr("Content-Encoding")));
  EXPECT_NEAR(static_cast<double>(reply.body.size()), 32768.0, 1024.0);
  const auto document = nlohmann::json::parse(reply.body);
  EXPECT_THAT(document.at("wanted").get<std::string>(), Not(IsEmpty()));
}

TEST(Scenarios, ConnectionCloseSaysSoAndCloses) {
  const Origin origin(scenario("connection-close"));
  RawClient client(origin.port());
  send_request(client, "/connection-close");
  const auto reply = split(client.read_to_end());
  EXPECT_THAT(reply.head, HasSubstr("Connection: close"));
  EXPECT_EQ(reply.body.size(), 16384U);
}

TEST(Scenarios, RedirectLeadsOverThreeHopsToABody) {
  const Origin origin(scenario("redirect"));
  RawClient client(origin.port());
  std::string path = "/redirect";
  for (int hop = 0; hop < 3; ++hop) {
    send_request(client, path);
    const auto reply = client.read_reply();
    ASSERT_THAT(reply, StartsWith("HTTP/1.1 302 "));
    const auto at = reply.find("Location: ") + 10;
    path = reply.substr(at, reply.find('\r', at) - at);
  }
  send_request(client, path);
  const auto reply = split(client.read_reply());
  EXPECT_THAT(reply.head, StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(reply.body.size(), 16384U);
}

TEST(Scenarios, NotFoundSends404WithABody) {
  const auto reply = fetch("not-found");
  EXPECT_THAT(reply.head, StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(reply.body, Not(IsEmpty()));
}

TEST(Scenarios, DropMidBodySendsHalfOfWhatItPromises) {
  const Origin origin(scenario("drop-mid-body"));
  RawClient client(origin.port());
  send_request(client, "/drop-mid-body");
  const auto reply = split(client.read_to_end());
  EXPECT_THAT(reply.head, HasSubstr("Content-Length: 65536"));
  EXPECT_EQ(reply.body.size(), 32768U);
}

}  // namespace
}  // namespace leakproof::server
