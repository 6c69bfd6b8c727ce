// SPDX-License-Identifier: MIT
#include "server/socket_stream.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace leakproof::server {
namespace {

class SocketStreamTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()), 0);
    transport_.emplace(ends_[0]);
    stream_.emplace(*transport_, 4711, 80);
  }

  void TearDown() override {
    ::close(ends_[0]);
    hang_up();
  }

  void hang_up() {
    if (ends_[1] >= 0) {
      ::close(std::exchange(ends_[1], -1));
    }
  }

  // What has come by now.
  std::string received() {
    std::array<char, 64> bytes{};
    const auto got = ::recv(ends_[1], bytes.data(), bytes.size(), MSG_DONTWAIT);
    return {bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }

  std::array<int, 2> ends_{-1, -1};
  std::optional<PlainTransport> transport_{};
  std::optional<SocketStream> stream_{};
};

TEST_F(SocketStreamTest, KeepsWhatItHasReadButNotGivenOut) {
  ASSERT_EQ(::send(ends_[1], "abcdef", 6, 0), 6);
  std::array<char, 8> bytes{};
  EXPECT_EQ(stream_->read(bytes.data(), 1), 1);
  hang_up();
  EXPECT_EQ(stream_->read(bytes.data(), bytes.size()), 5);
  EXPECT_EQ(std::string_view(bytes.data(), 5), "bcdef");
  EXPECT_EQ(stream_->read(bytes.data(), bytes.size()), 0);
}

TEST_F(SocketStreamTest, ToAClientThatHasGoneFailsWithoutASignal) {
  std::signal(SIGPIPE, SIG_DFL);  // any httplib::Server ignores it
  EXPECT_EQ(stream_->write("head", 4), 4);
  EXPECT_TRUE(stream_->finish_reply());
  hang_up();
  stream_->write("head", 4);
  EXPECT_EQ(stream_->write("body", 4), -1);
  EXPECT_FALSE(stream_->finish_reply());
}

TEST_F(SocketStreamTest, SendsAHeadWithItsBody) {
  stream_->write("head", 4);
  EXPECT_EQ(received(), "");
  stream_->write("body", 4);
  EXPECT_EQ(received(), "headbody");
  stream_->write("more", 4);
  EXPECT_EQ(received(), "more");
}

TEST_F(SocketStreamTest, HoldsNoHeadBackThatNoBodyFollows) {
  stream_->write("head", 4);
  EXPECT_TRUE(stream_->finish_reply());
  EXPECT_EQ(received(), "head");
}

// "100 Continue": the client sends on once it has that.
TEST_F(SocketStreamTest, HoldsNothingBackWhileItReads) {
  ASSERT_EQ(::send(ends_[1], "x", 1, 0), 1);
  stream_->write("continue", 8);
  std::array<char, 8> bytes{};
  EXPECT_EQ(stream_->read(bytes.data(), bytes.size()), 1);
  EXPECT_EQ(received(), "continue");
}

TEST_F(SocketStreamTest, KnowsBothEnds) {
  std::string address;
  int port = 0;
  stream_->get_remote_ip_and_port(address, port);
  EXPECT_EQ(address, "127.0.0.1");
  EXPECT_EQ(port, 4711);
  stream_->get_local_ip_and_port(address, port);
  EXPECT_EQ(address, "127.0.0.1");
  EXPECT_EQ(port, 80);
}

}  // namespace
}  // namespace leakproof::server
