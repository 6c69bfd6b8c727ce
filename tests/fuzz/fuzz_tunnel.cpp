// SPDX-License-Identifier: MIT
// Sends bytes through the tunnel of a proxy, and as the request for one: the origin must answer or
// hang up, and neither crash nor hang.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "fuzz/loopback.hpp"
#include "server/origin.hpp"
#include "server/scenario.hpp"

namespace {

using leakproof::server::Origin;

Origin& proxy() {
  static Origin running(*std::ranges::find(leakproof::server::catalogue(),
                                           leakproof::server::Proxy::tunnels,
                                           &leakproof::server::ScenarioEntry::proxy));
  return running;
}

}  // namespace

// The bytes up to the first zero are the target that is asked for.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(text.find('\0'), size);
  const std::string request = "CONNECT " + std::string(text.substr(0, end)) + " HTTP/1.1\r\n\r\n";
  const int socket = leakproof::fuzz::connect_to(proxy().port());
  ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
  ::send(socket, text.data() + end, size - end, MSG_NOSIGNAL);
  ::shutdown(socket, SHUT_WR);
  std::array<char, 65536> reply{};
  while (::recv(socket, reply.data(), reply.size(), 0) > 0) {
  }
  leakproof::fuzz::hang_up(socket);
  return 0;
}
