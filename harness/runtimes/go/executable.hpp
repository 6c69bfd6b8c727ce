// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "runtimes/go/layout.hpp"

namespace leakproof::go {

/// What the executable of a running Go program tells of its runtime.
class Executable {
 public:
  /// Reads its symbol table.
  explicit Executable(pid_t);

  /// False if it was built without a symbol table (-ldflags=-s).
  bool has_symbols() const { return !variables_.empty(); }

  /// The address in the process of a variable such as "runtime.memstats"; nullopt without it.
  std::optional<std::uintptr_t> variable(const std::string& name) const;

  /// The layout according to its debug information, which takes long to read; nullopt without any
  /// (-ldflags=-w).
  std::optional<Layout> layout() const;

 private:
  pid_t pid_;
  std::map<std::string, std::uintptr_t> variables_{};
};

}  // namespace leakproof::go
