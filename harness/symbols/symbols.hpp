// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace leakproof {

/// A place in a program's code. Fields that could not be resolved are empty or 0.
struct Frame {
  std::string function{};  // demangled; empty without a symbol
  std::string file{};      // as in debug information; empty without
  int line = 0;
  std::string module{};       // the file name of the program or library
  std::string path{};         // path of the module
  std::uintptr_t offset = 0;  // offset in the module
  bool operator==(const Frame&) const = default;
};

/// "fetch (clients/pooled.cpp:14)", or less if parts are unknown, down to
/// "libcurl.so.4+0x1f2a3". May contain unprintable characters from the program's names.
std::string text(const Frame&);

/// Resolves addresses of a process. The constructor records which modules are loaded, so
/// addresses can be resolved after the process has ended. Symbols are read on first use, from
/// local files and never from the network.
class Symbols {
 public:
  /// Resolves nothing if the process has ended or may not be inspected.
  explicit Symbols(pid_t);
  ~Symbols();
  Symbols(Symbols&&) noexcept;
  Symbols& operator=(Symbols&&) noexcept;

  /// The frames of the call that returns to `return_address`: the innermost inlined function
  /// first, the enclosing function last. Never empty.
  std::vector<Frame> at(std::uintptr_t return_address) const;

 private:
  struct Loaded;
  std::vector<Frame> look_up(std::uintptr_t return_address) const;

  std::unique_ptr<Loaded> loaded_;
};

}  // namespace leakproof
