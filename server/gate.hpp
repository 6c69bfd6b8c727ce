// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>

#include "listening_socket.hpp"

namespace leakproof::server {

/// What is before the gate and behind it.
struct GateCounts {
  std::int64_t passed = 0;     // fetches let through since the start
  std::int64_t under_way = 0;  // requests let through and not yet answered
  std::int64_t broken = 0;     // of those answered, how many replies broke off
  std::int64_t held = 0;       // requests that wait, their clients still there
  int client_port = 0;         // of the one that waits longest; 0 where none does
};

/// The origin as a clock. While it is shut, it holds each fetch's first request
/// before anything of the reply is sent, so that the client is idle; then lets
/// them through by number, first come first served. Open at first.
class Gate {
 public:
  Gate();
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  void shut();
  void let_through(std::int64_t fetches);

  /// For good: nothing is held any more.
  void open();

  /// Requests whose client hung up while they waited are sent on their way,
  /// uncounted: their connections find out by themselves.
  GateCounts counts();

  /// Readable once anything has changed that a waiting supervisor may wait for.
  /// Stays so until it is read.
  int event() const { return event_; }

  // For a connection's thread.

  /// Returns when this request may be answered. One that follows from another,
  /// as after a redirect, is never held.
  void pass(const Accepted& client, bool begins_fetch);

  /// A request that passed has been answered, whole or not.
  void answered(bool whole);

 private:
  struct Waiting {
    Accepted client;
    bool may_go = false;
  };

  void grant();
  void tell() const;

  int event_;
  mutable std::mutex mutex_;
  std::condition_variable granted_;
  std::list<Waiting> waiting_{};  // in the order of their coming
  std::int64_t allowance_ = 0;    // fetches that may still pass
  bool open_ = true;
  GateCounts counts_{};
};

}  // namespace leakproof::server
