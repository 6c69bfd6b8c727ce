// SPDX-License-Identifier: MIT
#include "server/listening_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "raw_client.hpp"

namespace leakproof::server {
namespace {

TEST(ListeningSocket, ListensOnLoopbackAlone) {
  const ListeningSocket listener;
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  EXPECT_EQ(address.sin_family, AF_INET);
  EXPECT_EQ(address.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
  EXPECT_EQ(ntohs(address.sin_port), listener.port());
}

TEST(ListeningSocket, LeavesNothingToTheProgramsThatThisOneStarts) {
  const ListeningSocket listener;
  const RawClient client(listener.port());
  const int accepted = listener.accept().value().socket;
  EXPECT_NE(::fcntl(listener.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_NE(::fcntl(accepted, F_GETFD) & FD_CLOEXEC, 0);
  ::close(accepted);
}

TEST(ListeningSocket, AcceptsNothingMoreOnceShutDown) {
  const ListeningSocket listener;
  listener.shut_down();
  EXPECT_FALSE(listener.accept());
}

TEST(ListeningSocket, SaysWhatToDoWhereItCannotListen) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = limit.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  std::string said;
  try {
    const ListeningSocket listener;
  } catch (const std::runtime_error& error) {
    said = error.what();
  }
  ::setrlimit(RLIMIT_NOFILE, &limit);
  EXPECT_THAT(said, testing::AllOf(testing::HasSubstr("127.0.0.1"), testing::HasSubstr("ulimit")));
}

}  // namespace
}  // namespace leakproof::server
