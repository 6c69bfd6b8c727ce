// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>

#include "fd.hpp"
#include "gate_counts.hpp"

namespace leakproof::server {

/// The client's end of a connection; the ledger owns the socket.
struct ServedClient {
  int socket = -1;
  int port = 0;
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

  /// Returns the current counts. Releases the requests whose clients hung up while they
  /// waited, without counting them as passed: their connections detect the end themselves.
  GateCounts counts();

  /// An eventfd. It becomes readable when the counts have changed in a way that a
  /// supervisor may wait for, and stays readable until it is read.
  int event() const { return event_.get(); }

  // The following are called by a connection's thread.

  /// Blocks until this request may be answered. A later request of the same fetch, as after
  /// a redirect, is never held.
  void pass(const ServedClient& client, bool begins_fetch);

  /// Reports that a request that passed has been answered; `whole`: completely.
  void answered(bool whole);

 private:
  struct Waiting {
    ServedClient client;
    bool may_go = false;
  };

  void grant();
  void tell() const;

  Fd event_;
  mutable std::mutex mutex_;
  std::condition_variable granted_;
  std::list<Waiting> waiting_{};  // in order of arrival
  std::int64_t allowance_ = 0;    // fetches that may still pass
  bool open_ = true;
  GateCounts counts_{};
};

}  // namespace leakproof::server
