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

  /// The current value; empty if the process has ended.
  virtual std::optional<std::int64_t> read() = 0;

  /// The value beyond which the process gets no more of this resource: now, or when it was last
  /// asked before its end. Empty if nothing limits it or the limit is unknown.
  virtual std::optional<std::int64_t> limit() { return std::nullopt; }
};

/// What probes attach to. Everything that it points to must outlive the gauges.
struct ProbeTarget {
  pid_t pid = 0;                    // the worker's process
  const HeapTable* heap = nullptr;  // null: the interposer is not preloaded
  Origin* origin = nullptr;         // the server that the worker fetches from; null: unknown
};

/// A way to read one resource. Each file in harness/probes exports one as a function named
/// after the file.
struct ProbeEntry {
  Metric metric{};
  std::string_view summary{};
  bool expensive = false;  // a reading takes longer than a fetch, so it is read less often

  /// Returns null if the resource is not observable: no preload, no /proc, no permission.
  std::unique_ptr<Gauge> (*attach)(const ProbeTarget&) = nullptr;
};

}  // namespace leakproof
