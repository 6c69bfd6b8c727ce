// SPDX-License-Identifier: MIT
// Sends bytes to the origin's port: it must answer or hang up, record the connection, and
// neither crash nor hang. The first byte chooses the scenario.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <list>

#include "model/origin.hpp"
#include "server/origin.hpp"
#include "server/scenario.hpp"

namespace {

using leakproof::server::Origin;

// One origin for each kind that reads a client's bytes.
std::list<Origin>& origins() {
  static std::list<Origin> running;
  if (running.empty()) {
    for (const auto& scenario : leakproof::server::catalogue()) {
      if (scenario.listening == leakproof::server::Listening::accepts)
        running.emplace_back(scenario);
    }
  }
  return running;
}

int connect_to(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) abort();
  return socket;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  auto origin = origins().begin();
  std::advance(origin, data[0] % origins().size());
  const int socket = connect_to(origin->port());
  ::send(socket, data + 1, size - 1, MSG_NOSIGNAL);
  ::shutdown(socket, SHUT_WR);
  std::array<char, 65536> reply{};
  ::recv(socket, reply.data(), reply.size(), 0);
  const linger at_once{.l_onoff = 1, .l_linger = 0};  // otherwise TIME_WAIT would use up the ports
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(socket);
  if (origin->counts().open > 1) abort();
  return 0;
}
