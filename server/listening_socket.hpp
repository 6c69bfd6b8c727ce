// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "client_end.hpp"
#include "fd.hpp"
#include "scenario.hpp"

namespace leakproof::server {

/// A connection as accept() returns it.
struct Accepted {
  Fd socket{};
  ClientEnd client{};
};

/// Listens on a free port of 127.0.0.1, or of all of 127.0.0.0/8, and on no other address;
/// depending on the scenario it refuses connections instead, or leaves them unaccepted.
/// Programs that this process starts do not inherit its sockets: they would hold
/// connections open that the origin has closed.
class ListeningSocket {
 public:
  /// Throws std::runtime_error with a message that says what to do.
  explicit ListeningSocket(Listening = Listening::accepts, bool on_all_of_loopback = false);

  int get() const { return socket_.get(); }
  int port() const { return port_; }

  /// Blocks; any number of threads may call it. Returns nullopt if the process is out of
  /// file descriptors or the socket was shut down.
  std::optional<Accepted> accept() const;

  /// Makes every current and later accept() return.
  void shut_down() const;

 private:
  void fill_backlog();

  Fd socket_;
  Fd filler_{};  // the connection that fills the backlog
  int port_ = 0;
};

}  // namespace leakproof::server
