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

/// Books each connection from its opening to its closing, and owns its socket meanwhile.
/// Connections report from their own threads and are named by their descriptor. Whoever
/// reads the ledger first waits, for a second at most, until what has reached the
/// origin is also booked. So a client that has its reply, or has hung up, finds that
/// in the counts.
class Ledger {
 public:
  /// A connection was accepted. Returns false where the ledger is closed; then the
  /// socket is closed too.
  bool opened(Fd socket);

  /// A connection was accepted and no thread is available to serve it. Closes it.
  void refused(Fd socket);

  /// A request has arrived, and nothing happens until the gate lets it pass.
  void held(int socket);

  /// A request has arrived. To be called before any of its reply is sent.
  void asked(int socket);

  /// The reply was sent whole, and the connection stays open. `bytes` is what was
  /// sent since this connection was last booked, here and below.
  void answered(int socket, std::int64_t bytes = 0);

  /// The reply broke off, and the connection stays open.
  void broken(int socket, std::int64_t bytes = 0);

  /// Closes the connection, after a `last` reply not yet booked, if any.
  void closed(int socket, Reply last, std::int64_t bytes = 0);

  /// Shuts down all open connections, which wakes the threads that serve them, and
  /// closes each later one at once.
  void close();

  /// All but close_wait and unread_bytes.
  LedgerCounts counts() const;

  /// LedgerCounts::open alone: what the client has left need not be booked for it.
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
