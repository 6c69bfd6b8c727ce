// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace leakproof {

/// A place in a program's code, as far as it is known.
struct Frame {
  std::string function{};  // demangled; empty if nothing names it
  std::string file{};      // as the compiler was given it; empty without debug information
  int line = 0;
  std::string module{};       // the file name of the program or library
  std::string path{};         // of the module
  std::uintptr_t offset = 0;  // in the module
  bool operator==(const Frame&) const = default;
};

/// "fetch (clients/pooled.cpp:14)", or as much of it as is known; at worst
/// "libcurl.so.4+0x1f2a3". Not made printable: the names are the program's.
std::string text(const Frame&);

/// Names the addresses of a process. What it has loaded is looked up once, at construction,
/// so that a process that has died since can still be named. Symbols are read when they are
/// first needed, from files of this machine and never from the network.
class Symbols {
 public:
  /// Names nothing if the process has gone or must not be looked at.
  explicit Symbols(pid_t);
  ~Symbols();
  Symbols(Symbols&&) noexcept;
  Symbols& operator=(Symbols&&) noexcept;

  /// The call that returns to `return_address`: its innermost inlined function
  /// first, and the function that these were inlined into last. Never empty.
  std::vector<Frame> at(std::uintptr_t return_address) const;

 private:
  struct Loaded;
  std::vector<Frame> look_up(std::uintptr_t return_address) const;

  std::unique_ptr<Loaded> loaded_;
};

}  // namespace leakproof
