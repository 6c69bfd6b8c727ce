// SPDX-License-Identifier: MIT
#include "plain_request.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace leakproof::controls {
namespace {

sockaddr_in address_of(std::string_view digits) {
  std::uint16_t port = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

int send_request(const std::string& url) {
  const std::string_view after_colon = std::string_view(url).substr(url.rfind(':') + 1);
  const std::string_view path = after_colon.substr(after_colon.find('/'));
  const sockaddr_in address = address_of(after_colon);
  std::array<char, 512> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "GET %.*s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                    static_cast<int>(path.size()), path.data());
  const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool is_answered =
      ::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::write(connection, text.data(), static_cast<std::size_t>(length)) == length &&
      ::read(connection, text.data(), text.size()) > 0;
  if (is_answered) return connection;
  ::close(connection);
  return -1;
}

int run_as_program(Client& client, const std::string& url) {
  while (true) {
    const int connection = send_request(url);
    if (connection < 0) return 1;
    ::close(connection);
    client.fetch({.url = url});
  }
}

}  // namespace leakproof::controls
