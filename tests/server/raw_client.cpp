// SPDX-License-Identifier: MIT
#include "raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <stdexcept>
#include <system_error>

namespace leakproof::server {
namespace {

[[noreturn]] void fail(const char* doing) {
  throw std::system_error(errno, std::generic_category(), doing);
}

}  // namespace

RawClient::RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in origin{};
  origin.sin_family = AF_INET;
  origin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  origin.sin_port = htons(static_cast<std::uint16_t>(port));
  const timeval silence{.tv_sec = 30, .tv_usec = 0};
  if (::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence) != 0 ||
      ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&origin), sizeof origin) != 0) {
    fail("connect");
  }
}

void RawClient::send(std::string_view bytes) {
  if (::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(bytes.size())) {
    fail("send");
  }
}

void RawClient::ask_for(std::string_view path) {
  send("GET " + std::string(path) + " HTTP/1.1\r\nHost: origin\r\n\r\n");
}

std::string RawClient::read(std::size_t size) {
  std::string bytes;
  std::string received(std::min<std::size_t>(size, 65536), '\0');
  while (bytes.size() < size) {
    const auto got =
        ::recv(socket_.get(), received.data(), std::min(received.size(), size - bytes.size()), 0);
    if (got < 0) {
      fail("recv");
    }
    if (got == 0) {
      break;
    }
    bytes.append(received, 0, static_cast<std::size_t>(got));
  }
  return bytes;
}

std::string RawClient::read_reply() {
  std::string reply;
  while (!reply.ends_with("\r\n\r\n")) {
    const auto byte = read(1);
    if (byte.empty()) {
      return reply;
    }
    reply += byte;
  }
  constexpr std::string_view field = "Content-Length: ";
  const auto at = reply.find(field);
  return at == std::string::npos ? reply
                                 : reply + read(std::stoul(reply.substr(at + field.size())));
}

std::string RawClient::read_to_end() { return read(std::numeric_limits<std::size_t>::max()); }

void RawClient::finish_sending() {
  if (::shutdown(socket_.get(), SHUT_WR) != 0) fail("shutdown");
}

const ScenarioEntry& scenario(std::string_view name) {
  const auto all = catalogue();
  const auto found = std::ranges::find(all, name, &ScenarioEntry::name);
  if (found == all.end()) {
    throw std::invalid_argument("no scenario is called " + std::string(name));
  }
  return *found;
}

std::vector<RawClient> hoard(std::size_t count, int port, std::string_view path) {
  std::vector<RawClient> clients;
  clients.reserve(count);
  while (clients.size() < count) {
    clients.emplace_back(port).ask_for(path);
    const auto reply = clients.back().read_reply();
    if (!reply.starts_with("HTTP/1.1 200 ")) {
      throw std::runtime_error("connection " + std::to_string(clients.size()) +
                               " got: " + reply.substr(0, reply.find('\r')));
    }
  }
  return clients;
}

bool allow_descriptors(std::size_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::max<rlim_t>(limit.rlim_cur, count);
  return limit.rlim_cur <= limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace leakproof::server
