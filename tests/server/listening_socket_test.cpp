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

using testing::HasSubstr;

/// While it exists, this process cannot open any descriptor.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &usual_);
    const rlimit none{.rlim_cur = 0, .rlim_max = usual_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &usual_); }

 private:
  rlimit usual_{};
};

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
  const Accepted accepted = listener.accept().value();
  EXPECT_NE(::fcntl(listener.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_NE(::fcntl(accepted.socket.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(ListeningSocket, AcceptsNothingMoreOnceShutDown) {
  const ListeningSocket listener;
  listener.shut_down();
  EXPECT_FALSE(listener.accept());
}

TEST(ListeningSocket, SaysWhatToDoWhereItCannotListen) {
  try {
    const NoDescriptors none;
    const ListeningSocket listener;
    ADD_FAILURE() << "it listened";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("127.0.0.1"));
    EXPECT_THAT(error.what(), HasSubstr("ulimit -n"));
  }
}

}  // namespace
}  // namespace leakproof::server
