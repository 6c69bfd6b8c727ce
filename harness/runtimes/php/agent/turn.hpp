// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::php {

/// Names the calling thread PHP's own. From then on it has its turn except while it is blocked in
/// a call that blocking_calls.cpp intercepts.
void run_php_here();

/// Takes the turn of PHP's thread while that is blocked, and has it wait if its call returns
/// meanwhile. False if it was not blocked at any of many looks.
bool take_turn();

/// Gives it back.
void return_turn();

/// During a call that may block. Costs two writes in PHP's thread, and nothing in others.
class Blocked {
 public:
  Blocked();
  ~Blocked();
  Blocked(const Blocked&) = delete;
  Blocked& operator=(const Blocked&) = delete;
};

}  // namespace leakproof::php
