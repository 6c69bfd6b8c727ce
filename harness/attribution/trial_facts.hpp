// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "model/ledger.hpp"
#include "model/result.hpp"
#include "model/trial_name.hpp"

namespace leakproof {

/// Growth of one series over a trial.
struct SeriesGrowth {
  double per_fetch = 0;
  bool leaks = false;  // as ruled
};

/// What advice on a trial rests on. Small, as one is kept for each trial of a run.
struct TrialFacts {
  TrialName name{};
  std::int64_t place = 0;  // in the plan
  bool has_body = false;
  bool has_unique_keys = false;  // no URL, host or the like is fetched twice
  bool expects_whole_reply = false;

  Conclusion ruling = Conclusion::invalid;
  std::int64_t fetches = 0;
  std::int64_t failed = 0;
  Ledger ledger{};
  std::optional<std::int64_t> peak_bytes{};
  SeriesGrowth threads{}, descriptors{}, connections{};
  SeriesGrowth heap_blocks{}, heap_bytes{}, mappings{}, mapped_bytes{};
  std::string retention{};  // the series in which the allocator's retention shows; empty: none
  double retained_per_fetch = 0;

  bool leaks() const { return ruling == Conclusion::leaks; }
  bool is_clean() const { return ruling == Conclusion::clean; }
  bool all_failed() const { return fetches > 0 && failed == fetches; }
  bool all_succeeded() const { return fetches > 0 && failed == 0; }

  /// `count` divided by the fetches.
  double per_fetch(std::int64_t count) const;
  double sent_bytes_per_fetch() const { return per_fetch(ledger.sent_bytes); }
};

TrialFacts facts_of(const Result&);

/// What all trials of one client together tell.
struct ClientFacts {
  /// A leak of a trial whose fetches succeed, in bytes per fetch.
  struct Kept {
    double kept = 0;
    double sent = 0;  // by the origin
  };

  bool is_clean = false;         // in some trial whose fetches succeed
  bool leaks = false;            // in such a trial, with keys that repeat
  bool keeps_responses = false;  // in some trial, by its own numbers
  std::vector<Kept> kept{};
};

}  // namespace leakproof
