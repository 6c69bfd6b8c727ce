// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <vector>

#include "client_end.hpp"
#include "fd.hpp"
#include "gate_counts.hpp"

namespace leakproof::server {

/// The client's end of a connection; the ledger owns the socket.
struct ServedClient {
  int socket = -1;
  ClientEnd end{};
};

/// Paces the clients. While the gate is shut, it holds the first request of each fetch
/// before any byte of the reply is sent, so that the client is idle. It lets a given number
/// of fetches through, first come, first served. The gate starts open.
class Gate {
 public:
  /// Throws std::system_error if the process has no file descriptors left.
  Gate();

  void shut();
  void let_through(std::int64_t fetches);

  /// Lets every request through from now on.
  void open();

  /// Answers whether a client that has ended its side of the connection still waits. Set it before
  /// the first client connects.
  void ask_whether_waiting(std::function<bool(const ClientEnd&)> still_waits) {
    still_waits_ = std::move(still_waits);
  }

  /// The clients whose requests are held, first come, first.
  std::vector<ClientEnd> held_clients();

  /// Returns the current counts. Releases the requests whose clients left while they waited.
  GateCounts counts();

  /// An eventfd. It becomes readable when the counts have changed in a way that a
  /// supervisor may wait for, and stays readable until it is read.
  int event() const { return event_.get(); }

  // The following are called by a connection's thread.

  /// Blocks until this request may be answered and returns true, or until the client has left
  /// and returns false. A later request of the same fetch, as after a redirect, is never held.
  bool pass(const ServedClient& client, bool begins_fetch);

  /// Reports that a request that passed has been answered; `whole`: completely.
  void answered(bool whole);

 private:
  struct Waiting {
    ServedClient client;
    bool may_go = false;
    bool has_left = false;
  };

  bool has_left(const ServedClient&) const;
  void grant();
  void tell() const;

  Fd event_;
  std::function<bool(const ClientEnd&)> still_waits_{};
  mutable std::mutex mutex_;
  std::condition_variable granted_;
  std::list<Waiting> waiting_{};  // in order of arrival
  std::int64_t allowance_ = 0;    // fetches that may still pass
  bool open_ = true;
  GateCounts counts_{};
};

}  // namespace leakproof::server
