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

/// A way to read one resource. Exported by one file of harness/probes
/// as a function named after that file.
struct ProbeEntry {
  Metric metric{};
  std::string_view summary{};
  bool expensive = false;  // a reading takes longer than a fetch: read at fewer stops

  /// Null where this resource cannot be seen: no preload, no /proc, no right.
  std::unique_ptr<Gauge> (*attach)(const Subject&) = nullptr;
};

}  // namespace leakproof
