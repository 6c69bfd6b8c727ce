// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/series.hpp"

namespace leakproof {

class SeriesRecorder;

/// Foresees when a client runs out of descriptors: it may then spin, hang or die. It reads them at
/// every stop, because garbage counts towards the limit, too.
class DescriptorWatch {
 public:
  /// `descriptors` may be null: nothing is then known. It must outlive this. `most`: the limit of
  /// the plan.
  DescriptorWatch(SeriesRecorder* descriptors, std::int64_t most)
      : descriptors_(descriptors), most_(most) {}

  void read(std::int64_t fetches);

  /// How many more fetches it may make before the limit is near; INT64_MAX if that is unknown.
  std::int64_t fetches_left();

  /// Is it out of descriptors now? `refused`: fetches of the last batch that failed though they
  /// should have succeeded.
  bool is_at_limit(std::int64_t refused);

  /// Was it near the limit at the last reading?
  bool was_near_limit();

  /// The plan's, or that of the process where it is lower.
  std::int64_t limit();

 private:
  SeriesRecorder* descriptors_;
  std::int64_t most_;
  std::vector<Sample> latest_{};
};

}  // namespace leakproof
