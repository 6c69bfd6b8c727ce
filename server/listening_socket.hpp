// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

namespace leakproof::server {

struct Accepted {
  int socket = -1;  // the caller's to close
  int client_port = 0;
};

/// Takes connections on a free port of 127.0.0.1, and of no other address. No
/// socket of it reaches a program that this process starts: it would hold
/// connections open that the origin has closed.
class ListeningSocket {
 public:
  /// Throws std::runtime_error, saying what to do.
  ListeningSocket();
  ~ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  int get() const { return socket_; }
  int port() const { return port_; }

  /// Blocks, in any number of threads. Nothing: descriptors have run out, or
  /// the socket was shut down.
  std::optional<Accepted> accept() const;

  /// Makes every accept() return, under way or to come.
  void shut_down() const;

 private:
  int socket_;
  int port_ = 0;
};

}  // namespace leakproof::server
