// SPDX-License-Identifier: MIT
// Sends bytes to the origin's port: it must answer or hang up, record the connection, and
// neither crash nor hang. The first byte chooses the scenario.
#include <array>
#include <list>

#include "fuzz/loopback.hpp"
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  auto origin = origins().begin();
  std::advance(origin, data[0] % origins().size());
  const int socket = leakproof::fuzz::connect_to(origin->port());
  ::send(socket, data + 1, size - 1, MSG_NOSIGNAL);
  ::shutdown(socket, SHUT_WR);
  std::array<char, 65536> reply{};
  ::recv(socket, reply.data(), reply.size(), 0);
  leakproof::fuzz::hang_up(socket);
  if (origin->counts().open > 1) abort();
  return 0;
}
