// SPDX-License-Identifier: MIT
#include "server/transport.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "raw_client.hpp"
#include "server/listening_socket.hpp"
#include "socket_pair.hpp"

namespace leakproof::server {
namespace {

struct PlainTransportTest : testing::Test {
  SocketPair ends{};
  PlainTransport transport{ends.origin.get()};
  std::array<char, 64> bytes{};
};

TEST_F(PlainTransportTest, SendsBothPartsInTurn) {
  EXPECT_TRUE(transport.send("head", "body"));
  EXPECT_TRUE(transport.send("", "more"));
  EXPECT_EQ(ends.received(), "headbodymore");
}

TEST_F(PlainTransportTest, CountsWhatItWasGivenSinceItWasLastAsked) {
  transport.send("head", "body");
  EXPECT_EQ(transport.newly_sent(), 8);
  EXPECT_EQ(transport.newly_sent(), 0);
}

TEST_F(PlainTransportTest, SendsMoreThanTheKernelTakesAtOnce) {
  const std::string much(8 << 20, 'x');
  const Fd client = std::move(ends.client);
  std::size_t received = 0;
  std::thread reader([&] {
    std::array<char, 65536> piece{};
    for (ssize_t got = 1; got > 0 && received < 2 * much.size();) {
      got = ::recv(client.get(), piece.data(), piece.size(), 0);
      received += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
  });
  EXPECT_TRUE(transport.send(much, much));
  reader.join();
  EXPECT_EQ(received, 2 * much.size());
}

TEST_F(PlainTransportTest, FailsWithoutASignalWhereTheClientHasGone) {
  ends.client.reset();
  EXPECT_FALSE(transport.send("head", "body"));
}

TEST_F(PlainTransportTest, ReceivesWhatHasComeAndThenTheEnd) {
  ASSERT_EQ(::send(ends.client.get(), "abc", 3, 0), 3);
  ends.client.reset();
  EXPECT_EQ(transport.receive(bytes.data(), bytes.size()), 3);
  EXPECT_EQ(std::string_view(bytes.data(), 3), "abc");
  EXPECT_EQ(transport.receive(bytes.data(), bytes.size()), 0);
}

TEST_F(PlainTransportTest, TakesASilentClientForIdleAfterItsTime) {
  give_up_after(std::chrono::milliseconds(1), ends.origin.get());
  EXPECT_EQ(transport.receive_soon(bytes.data(), bytes.size()), std::nullopt);
  ASSERT_EQ(::send(ends.client.get(), "abc", 3, 0), 3);
  EXPECT_EQ(transport.receive_soon(bytes.data(), bytes.size()), 3);
}

TEST(ResetAtClose, LetsTheClientSeeAReset) {
  const ListeningSocket listener;
  RawClient client(listener.port());
  {
    const Accepted accepted = listener.accept().value();
    reset_at_close(accepted.socket.get());
  }
  try {
    client.read_to_end();
    FAIL() << "it ended in good order";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ECONNRESET);
  }
}

}  // namespace
}  // namespace leakproof::server
