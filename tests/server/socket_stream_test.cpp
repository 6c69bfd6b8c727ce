// SPDX-License-Identifier: MIT
#include "server/socket_stream.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <string>
#include <string_view>

#include "socket_pair.hpp"

namespace leakproof::server {
namespace {

class SocketStreamTest : public testing::Test {
 protected:
  void hang_up() { ends_.client.reset(); }
  std::string received() const { return ends_.received(); }

  SocketPair ends_{};
  PlainTransport transport_{ends_.origin.get()};
  SocketStream stream_{transport_, 4711, 80};
};

TEST_F(SocketStreamTest, KeepsWhatItHasReadButNotGivenOut) {
  ASSERT_EQ(::send(ends_.client.get(), "abcdef", 6, 0), 6);
  std::array<char, 8> bytes{};
  EXPECT_EQ(stream_.read(bytes.data(), 1), 1);
  hang_up();
  EXPECT_EQ(stream_.read(bytes.data(), bytes.size()), 5);
  EXPECT_EQ(std::string_view(bytes.data(), 5), "bcdef");
  EXPECT_EQ(stream_.read(bytes.data(), bytes.size()), 0);
}

TEST_F(SocketStreamTest, ToAClientThatHasGoneFailsWithoutASignal) {
  std::signal(SIGPIPE, SIG_DFL);  // any httplib::Server ignores it
  EXPECT_EQ(stream_.write("head", 4), 4);
  EXPECT_TRUE(stream_.finish_reply());
  hang_up();
  stream_.write("head", 4);
  EXPECT_EQ(stream_.write("body", 4), -1);
  EXPECT_FALSE(stream_.finish_reply());
}

TEST_F(SocketStreamTest, SendsAHeadWithItsBody) {
  stream_.write("head", 4);
  EXPECT_EQ(received(), "");
  stream_.write("body", 4);
  EXPECT_EQ(received(), "headbody");
  stream_.write("more", 4);
  EXPECT_EQ(received(), "more");
}

TEST_F(SocketStreamTest, HoldsNoHeadBackThatNoBodyFollows) {
  stream_.write("head", 4);
  EXPECT_TRUE(stream_.finish_reply());
  EXPECT_EQ(received(), "head");
}

// The client continues only after it has received "100 Continue".
TEST_F(SocketStreamTest, HoldsNothingBackWhileItReads) {
  ASSERT_EQ(::send(ends_.client.get(), "x", 1, 0), 1);
  stream_.write("continue", 8);
  std::array<char, 8> bytes{};
  EXPECT_EQ(stream_.read(bytes.data(), bytes.size()), 1);
  EXPECT_EQ(received(), "continue");
}

TEST_F(SocketStreamTest, KnowsBothEnds) {
  std::string address;
  int port = 0;
  stream_.get_remote_ip_and_port(address, port);
  EXPECT_EQ(address, "127.0.0.1");
  EXPECT_EQ(port, 4711);
  stream_.get_local_ip_and_port(address, port);
  EXPECT_EQ(address, "127.0.0.1");
  EXPECT_EQ(port, 80);
}

}  // namespace
}  // namespace leakproof::server
