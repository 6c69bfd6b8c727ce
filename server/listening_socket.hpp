// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "scenario.hpp"

namespace leakproof::server {

struct Accepted {
  int socket = -1;  // the caller's to close
  int client_port = 0;
};

/// Takes connections on a free port of loopback: of 127.0.0.1, or of all of
/// 127.0.0.0/8, and of no other address. Or does not, as the scenario wants it. No
/// socket of it reaches a program that this process starts: it would hold
/// connections open that the origin has closed.
class ListeningSocket {
 public:
  /// Throws std::runtime_error, saying what to do.
  explicit ListeningSocket(Listening = Listening::accepts, bool on_all_of_loopback = false);
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
  void fill_backlog();

  int socket_;
  int filler_ = -1;  // the connection that fills the backlog
  int port_ = 0;
};

}  // namespace leakproof::server
