// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// Something that leakproof can do only with files that may be missing on a machine.
struct Capability {
  std::string_view name{};  // "stack unwinder"
  std::string state{};      // what provides it, or what is missing and how to get it
};

/// What this installation can do on this machine. Looks for files and loads libraries; starts
/// no process.
std::vector<Capability> capabilities();

}  // namespace leakproof
