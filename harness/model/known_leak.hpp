// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

#include "model/metric.hpp"

namespace leakproof {

/// What a leak uses up, whichever of its series show that.
enum class LeakKind { memory, descriptors, threads };

/// Empty for a metric that never leaks by itself.
constexpr std::optional<LeakKind> leak_kind(MetricKind kind) {
  switch (kind) {
    case MetricKind::heap:
    case MetricKind::unreachable:
    case MetricKind::runtime_heap:
    case MetricKind::mapping:
    case MetricKind::private_memory:
    case MetricKind::unexplained_memory:
      return LeakKind::memory;
    case MetricKind::descriptor:
    case MetricKind::socket:
    case MetricKind::connection:
      return LeakKind::descriptors;
    case MetricKind::thread:
    case MetricKind::task:
      return LeakKind::threads;
    case MetricKind::resident_memory:
    case MetricKind::peak_memory:
    case MetricKind::other:
      break;
  }
  return std::nullopt;
}

/// A leak that the user has listed (--known). It has no line number, so that an edit elsewhere in
/// the file does not make it another leak.
struct KnownLeak {
  std::string client{};
  std::string scenario{};
  LeakKind kind = LeakKind::memory;
  std::string file{};      // of its owner, or the library; empty: any owner
  std::string function{};  // empty with `code`: any line of the file
  std::string code{};      // the text of the line, where its function is not known
  std::map<std::string, double> per_fetch{};  // metric → growth

  bool operator==(const KnownLeak&) const = default;
};

/// A result compared with the listed leaks of its trial.
enum class KnownState {
  none,     // no leak of the trial is listed
  known,    // each of its leaks is listed, and none has become faster
  changed,  // it leaks otherwise than listed
  gone,     // it is clean
};

}  // namespace leakproof
