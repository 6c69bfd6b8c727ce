// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "model/metric.hpp"

namespace leakproof {

class HeapTable;
class Origin;

/// A live view of one resource of one process.
class Gauge {
 public:
  virtual ~Gauge() = default;

  /// The present value, or nothing if the process has gone.
  virtual std::optional<std::int64_t> read() = 0;
};

/// What probes attach to. All of it outlives the gauges.
struct ProbeTarget {
  pid_t pid = 0;                    // of the worker
  const HeapTable* heap = nullptr;  // null: the interposer is not preloaded
  Origin* origin = nullptr;         // that the worker fetches from; null: not known
};

/// A way to read one resource. Exported by one file of harness/probes
/// as a function named after that file.
struct ProbeEntry {
  Metric metric{};
  std::string_view summary{};
  bool expensive = false;  // a reading takes longer than a fetch: read at fewer stops

  /// Null where this resource cannot be seen: no preload, no /proc, no right.
  std::unique_ptr<Gauge> (*attach)(const ProbeTarget&) = nullptr;
};

}  // namespace leakproof
