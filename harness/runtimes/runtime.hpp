// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/metric.hpp"
#include "model/owner.hpp"
#include "posix/variables.hpp"
#include "runtimes/collector.hpp"

namespace leakproof {

/// What a process shows of the program that it runs.
struct ProcessImage {
  std::string_view program{};     // file name of its executable: "node"
  std::string_view maps{};        // text of /proc/PID/maps
  std::string_view executable{};  // the bytes of that file; reading them all takes time

  /// Has it mapped a library whose file name starts with `name`, as in "libjvm.so"?
  bool has_library(std::string_view name) const {
    return maps.find("/" + std::string(name)) != maps.npos;
  }
};

/// How a worker is started, as far as its runtime is concerned.
struct WorkerSetup {
  std::string agents{};        // the installed runtimes/ folder; empty: no agent is wanted
  std::string authority{};     // file of the certificate to trust; empty: the system's own
  bool counts_malloc = false;  // the interposer is preloaded
};

/// A managed runtime that a worker may run in. Exported by one file of
/// harness/runtimes as a function named after that file. Members that are left out
/// do nothing: an entry with the first three only recognises its runtime.
struct RuntimeEntry {
  std::string_view name{};     // as reports call it: "V8"
  std::string_view summary{};  // what is done with it, for `leakproof list`
  bool (*recognises)(const ProcessImage&) = nullptr;

  /// Does its memory hold garbage until a collection? Growth is then inconclusive in a
  /// worker in which no collection can be forced. False for a runtime that frees at once.
  bool needs_collection = true;

  /// What a worker must be started with: whatever puts an agent into it (see
  /// collection/agent_server.hpp), or makes the runtime observable.
  std::vector<Variable> (*variables)(const WorkerSetup&) = nullptr;

  /// Starts collecting in this process without an agent. Null if that is impossible
  /// in it; an agent that connects from it is then used instead.
  std::unique_ptr<Collector> (*attach)(pid_t, std::chrono::milliseconds patience) = nullptr;

  /// The runtime's own heap, among the numbers that it reports after a collection.
  std::optional<Metric> heap{};

  /// Is this file, as an explanation names it, the runtime's own or an installed
  /// module, and not code of the user?
  bool (*is_library)(std::string_view file) = nullptr;
};

}  // namespace leakproof
