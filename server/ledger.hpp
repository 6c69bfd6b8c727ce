// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace leakproof::server {

/// What the client really did, as the origin saw it.
struct LedgerCounts {
  std::int64_t requests = 0;
  std::int64_t complete = 0;                   // replies handed to the kernel whole
  std::int64_t broken = 0;                     // replies that broke off, on either side
  std::int64_t connections = 0;                // accepted since the start
  std::int64_t refused = 0;                    // of those, closed at once: no thread to be had
  std::int64_t open = 0;                       // of those, neither side has closed yet
  std::int64_t closed_by_client = 0;           // first
  std::int64_t sent_bytes = 0;                 // of all replies, their heads included
  std::optional<std::int64_t> close_wait{};    // closed by the origin, still held by
                                               // the client; absent: not to be known
  std::optional<std::int64_t> unread_bytes{};  // sent, and not read by the client;
                                               // absent: not asked for, or not to be known
};

enum class Reply { none, complete, broken };

/// Books each connection from its opening to its closing. Connections report
/// from their own threads; whoever reads the ledger first waits, for a second
/// at most, until what has reached the origin is also booked. So a client that
/// has its reply, or has hung up, finds that in the counts.
class Ledger {
 public:
  /// A connection was accepted. False: the ledger is closed, and so is `socket`.
  bool opened(int socket);

  /// A connection was accepted that nobody can serve. Closes it.
  void refused(int socket);

  /// A request has arrived, and nothing happens until the gate lets it pass.
  void held(int socket);

  /// A request has arrived. To be called before any of its reply is sent.
  void asked(int socket);

  /// The reply was sent whole, and the connection stays open. `bytes` is what was
  /// sent since this connection was last booked, here and below.
  void answered(int socket, std::int64_t bytes = 0);

  /// The reply was not a whole one, and the connection stays open.
  void broken(int socket, std::int64_t bytes = 0);

  /// Closes the connection, after a `last` reply not yet booked, if any.
  void closed(int socket, Reply last, std::int64_t bytes = 0);

  /// Shuts down what is open, which wakes the threads that serve it, and from
  /// now on whatever opens.
  void close();

  LedgerCounts counts() const;  // all but close_wait and unread_bytes

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
  std::unordered_map<int, Awaits> open_{};  // what each open socket's thread waits for
};

}  // namespace leakproof::server
