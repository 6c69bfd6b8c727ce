// SPDX-License-Identifier: MIT
#include "get.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <list>

namespace {

std::list<std::string> kept;

// "http://127.0.0.1:40123/plain", and no other kind.
int connect_to(const std::string& url, std::string& path) {
  const std::size_t colon = url.rfind(':');
  const std::size_t slash = url.find('/', colon);
  path = url.substr(slash);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<in_port_t>(std::stoi(url.substr(colon + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
  ::close(socket);
  return -1;
}

bool is_whole(const std::string& reply) {
  const std::size_t body = reply.find("\r\n\r\n");
  const std::string name = "Content-Length: ";
  const std::size_t length = reply.find(name);
  return body != reply.npos && length < body &&
         reply.size() - body - 4 == std::stoul(reply.substr(length + name.size()));
}

}  // namespace

bool get(const std::string& url) {
  std::string path;
  const int socket = connect_to(url, path);
  if (socket < 0) return false;
  const std::string request =
      "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
  std::string reply;
  char piece[4096];
  for (ssize_t got = 0; (got = ::recv(socket, piece, sizeof piece, 0)) > 0;) {
    reply.append(piece, static_cast<std::size_t>(got));
  }
  ::close(socket);
  if (std::getenv("OUTSIDE_LEAKS") != nullptr) kept.push_back(path);
  return is_whole(reply);
}
