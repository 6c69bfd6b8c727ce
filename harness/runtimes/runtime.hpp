// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/metric.hpp"
#include "model/owner.hpp"
#include "posix/mapped_file.hpp"
#include "posix/variables.hpp"
#include "runtimes/collector.hpp"

namespace leakproof {

/// Information about the program that a process runs.
struct ProcessImage {
  std::string_view program{};     // file name of its executable: "node"
  std::string_view maps{};        // text of /proc/PID/maps
  std::string_view executable{};  // content of that file; reading all of it is slow

  bool contains(std::string_view text) const { return leakproof::contains(executable, text); }

  /// True if it has mapped a library whose file name starts with `name`, such as
  /// "libjvm.so".
  bool has_library(std::string_view name) const {
    return maps.find("/" + std::string(name)) != maps.npos;
  }
};

/// How a worker is started, as far as this affects its runtime.
struct WorkerSetup {
  std::string agents{};        // the installed runtimes/ directory; empty: use no agent
  std::string authority{};     // file of the CA certificate to trust; empty: the system's
  bool counts_malloc = false;  // the interposer is preloaded
};

/// The result of attaching to a process without an agent in it.
struct Attachment {
  std::unique_ptr<Collector> collector{};  // null: impossible, or not possible yet
  std::string obstacle{};  // why it will stay impossible and what to do, as a clause; else empty
};

/// A managed runtime that a worker may run in. Each file in harness/runtimes exports one,
/// as a function named after the file. All members but the first three are optional: an
/// entry with only these recognises its runtime and does nothing else.
struct RuntimeEntry {
  std::string_view name{};     // name in reports: "V8"
  std::string_view summary{};  // how it is supported, for `leakproof list`
  bool (*recognises)(const ProcessImage&) = nullptr;

  /// True if its memory holds garbage until a collection. Then growth is inconclusive in a
  /// worker in which no collection can be forced. False for a runtime that frees
  /// immediately.
  bool needs_collection = true;

  /// Environment variables for a worker: those that load an agent into it (see
  /// collection/agent_server.hpp), or make the runtime observable.
  std::vector<Variable> (*variables)(const WorkerSetup&) = nullptr;

  /// Attaches to this process. If that is impossible, an agent that connects from it is used.
  Attachment (*attach)(pid_t, std::chrono::milliseconds patience) = nullptr;

  /// The metrics of the values that it reports after a collection, such as the size of its heap.
  std::vector<Metric> metrics{};

  std::string_view language{};  // of the programs that run in it, for advice: "JavaScript"

  /// The source of its explanations, see Explanation; empty: it gives none.
  std::string_view explains_by{};
  bool explains_samples = false;  // needs many fetches then

  /// For a runtime that only knows the first line of each function: the line of a source file at
  /// which the function that begins at `first` calls the next frame. Null: places have their lines.
  int (*line_of_call)(const std::vector<std::string>& source, int first,
                      const Place& called) = nullptr;

  /// For a runtime that only knows the name of a source file: the path of that at a place, as the
  /// process sees it; empty if it is not found. Null: places have paths.
  std::string (*source_file)(pid_t, const Place&) = nullptr;

  /// True if this place of an explanation belongs to the runtime or to an installed module, not to
  /// the user's code. Asked only if it names a file or a module.
  bool (*is_library)(const Place&) = nullptr;

  /// The qualified name of the code at this place, "com.acme.Client.send", if its package rather
  /// than its file tells whose it is; else empty.
  std::string_view (*qualified_name)(const Place&) = nullptr;
};

}  // namespace leakproof
