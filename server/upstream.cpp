// SPDX-License-Identifier: MIT
#include "upstream.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <memory>
#include <stdexcept>

#include "http_message_parser.hpp"

namespace leakproof::server {
namespace {

constexpr timeval longest_connect{.tv_sec = 10, .tv_usec = 0};

}  // namespace

std::string Upstream::authority() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  const std::string name = is_ipv6 ? "[" + host + "]" : host;
  return port == "80" ? name : name + ":" + port;
}

Upstream parse_upstream(std::string_view url) {
  const auto parts = parse_url(url);
  if (!parts) {
    throw std::invalid_argument("expected a URL such as http://127.0.0.1:8080/path");
  }
  if (parts->scheme != "http") {
    throw std::invalid_argument("only http:// URLs are supported, not " + parts->scheme + "://");
  }
  Upstream upstream{.host = parts->host};
  if (!parts->port.empty()) upstream.port = parts->port;
  if (!parts->path.empty()) upstream.path = parts->path;
  if (!parts->query.empty()) upstream.path += "?" + parts->query;
  return upstream;
}

Fd connect_to(const Upstream& upstream) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(upstream.host.c_str(), upstream.port.c_str(), &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    Fd server{::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!server) continue;  // this machine does not support the address family
    const int yes = 1;
    ::setsockopt(server.get(), SOL_SOCKET, SO_SNDTIMEO, &longest_connect, sizeof longest_connect);
    ::setsockopt(server.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(server.get(), address->ai_addr, address->ai_addrlen) == 0) return server;
  }
  return {};
}

bool can_connect(const Upstream& upstream) { return static_cast<bool>(connect_to(upstream)); }

}  // namespace leakproof::server
