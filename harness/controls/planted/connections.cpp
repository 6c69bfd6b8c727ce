// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include <leakproof/client.hpp>

#include "catalogue.hpp"

namespace leakproof::controls {
namespace {

constexpr std::string_view question = "GET /small HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

sockaddr_in address_of(std::string_view url) {
  std::uint16_t port = 0;
  const std::string_view digits = url.substr(url.rfind(':') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Sends a request and waits for the reply, so that the origin has accepted the connection
// before the connections are counted.
class Connections final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const sockaddr_in address = address_of(request.url);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::array<char, 512> reply{};
    const bool answered =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::write(socket, question.data(), question.size()) > 0 &&
        ::read(socket, reply.data(), reply.size()) > 0;
    return {.ok = answered};
  }
};

}  // namespace

ClientEntry connections() {
  return {
      .name = "connections",
      .summary = "leaves one connection open per fetch",
      .expect = Expectation::leaks,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Connections>(); },
  };
}

}  // namespace leakproof::controls
