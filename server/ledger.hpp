// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "fd.hpp"
#include "ledger_counts.hpp"

namespace leakproof::server {

enum class Reply { none, complete, broken };

/// Records each connection from its opening to its closing, and owns its socket meanwhile.
/// Each connection reports from its own thread and is identified by its descriptor. Readers
/// first wait, for one second at most, until everything that has reached the origin is also
/// booked. So after a client has received its reply or hung up, the counts include it.
class Ledger {
 public:
  /// A connection was accepted. Returns false if the ledger is closed; then the socket is
  /// closed too.
  bool opened(Fd socket);

  /// A connection was accepted but no thread is available to serve it. Closes it.
  void refused(Fd socket);

  /// A connection was accepted that is not the client's. Closes it.
  void turned_away(Fd socket);

  /// A request could not be passed on, because the upstream server accepts no connection.
  void lacked_upstream();

  /// A request has arrived and waits until the gate lets it pass.
  void held(int socket);

  /// A request will be answered. Must be called before any byte of the reply is sent.
  void asked(int socket);

  /// The reply was sent completely, and the connection stays open. Here and below, `bytes`
  /// is the number of bytes sent since this connection was last booked.
  void answered(int socket, std::int64_t bytes = 0);

  /// The reply broke off, and the connection stays open.
  void broken(int socket, std::int64_t bytes = 0);

  /// Books the `last` reply, if any, and closes the connection.
  void closed(int socket, Reply last, std::int64_t bytes = 0);

  /// Shuts down all open connections, which wakes the threads that serve them. Later
  /// connections are closed immediately.
  void close();

  /// Fills everything except close_wait and unread_bytes.
  LedgerCounts counts() const;

  /// LedgerCounts::open alone; cheaper, because it does not wait for connections that the
  /// client has left.
  std::int64_t open_connections() const;

 private:
  struct Survey;
  Survey survey() const;
  Survey survey_once_none(std::int64_t Survey::*are_left, std::unique_lock<std::mutex>&) const;

  mutable std::mutex mutex_;
  mutable std::condition_variable booked_;
  bool closed_ = false;
  LedgerCounts counts_{};
  enum class Awaits { request, turn, room };
  struct Connection {
    Fd socket{};
    Awaits awaits = Awaits::request;  // what its thread waits for
  };
  std::unordered_map<int, Connection> open_{};  // by descriptor
};

}  // namespace leakproof::server
