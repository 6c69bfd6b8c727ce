// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "interposer/supervisor/heap_table.hpp"

namespace leakproof {

/// The interposer in a worker: the table in which it counts or, where it does not count, why.
class Preload {
 public:
  /// It is not preloaded, and nobody expects it to be.
  Preload() = default;

  /// It is preloaded into the worker and counts in `table`.
  explicit Preload(std::shared_ptr<const HeapTable> table) : table_(std::move(table)) {}

  /// It is not preloaded, for this reason: "it runs under Valgrind".
  explicit Preload(std::string obstacle) : obstacle_(std::move(obstacle)) {}

  /// Proves that the interposer counts in this process, which may not be the one that was started:
  /// a launcher's counters are not the client's. Without proof there is no table any more.
  void check(pid_t);

  /// Null if the interposer does not count in the process that was checked last.
  const HeapTable* table() const { return table_.get(); }

  /// Why heap and mapped memory are not observable; empty if they are.
  const std::string& obstacle() const { return obstacle_; }

 private:
  std::shared_ptr<const HeapTable> table_{};
  std::string obstacle_{};
};

}  // namespace leakproof
