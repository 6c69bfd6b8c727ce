// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace leakproof {

class HeapTable;

enum class Unit { bytes, count };

/// What a series is for when a trial is judged.
enum class Role {
  decides,    // the trial leaks if this one does
  stands_in,  // decides only where nothing can see the heap itself
  shown,      // never decides; for the reader
};

/// What a number means and how its growth is judged. The figures of each
/// resource are those of the verdict's table (see judge/staircase.hpp).
struct Metric {
  std::string name{};
  Unit unit = Unit::bytes;
  Role role = Role::decides;
  std::int64_t grain = 1;          // the smallest step the source can show
  double tolerable_per_fetch = 0;  // clean means: grows by less than this
  double tolerated_per_fetch = 0;  // by the user: even a steady climb of no more is clean
  std::int64_t slack = 0;          // what may be handed out before the number moves
  double horizon_share = 1;        // of the plan's horizon; less for scarce resources
};

/// A live connection from the harness to one resource of one process.
class Gauge {
 public:
  virtual ~Gauge() = default;

  /// The present value, or nothing if the process has gone.
  virtual std::optional<std::int64_t> read() = 0;
};

/// The process to look at, and the interposer's table if it was preloaded.
struct Subject {
  pid_t pid = 0;
  const HeapTable* heap = nullptr;
};

/// A way to read one resource. Exported by one file of harness/measure/probes
/// as a function named after that file.
struct ProbeEntry {
  Metric metric{};
  std::string_view summary{};
  bool dear = false;  // a reading takes longer than a fetch: read at fewer stops

  /// Null where this resource cannot be seen: no preload, no /proc, no right.
  std::unique_ptr<Gauge> (*attach)(const Subject&) = nullptr;
};

}  // namespace leakproof
