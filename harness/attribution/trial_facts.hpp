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
  bool leaks = false;  // by its verdict
};

/// A line of the user's code in the stack of an owner.
struct UsersLine {
  std::string metric{};  // of the owner
  std::string called{};  // the function that it calls, or that it is in if it allocates itself
  Place line{};
  std::string release{};    // see Owner
  std::string library{};    // the functions in the stack that are in the library of `called`, each
                            // between line breaks
  std::string container{};  // "in Hash @timers of EventMachine grows": whose items it creates
  bool only_fetches = false;  // the line of the thread that fetches, which says little
  double share = 0;           // of its owner
  bool is_large = false;      // the share of its owner, which does not only fetch there
};

/// The numbers of a trial on which advice is based. Small, because every trial of a run keeps
/// one.
struct TrialFacts {
  TrialName name{};
  std::int64_t place = 0;  // in the plan
  bool has_body = false;
  bool is_compressed = false;    // so that the size of what is sent is not that of what is kept
  bool has_unique_keys = false;  // each URL, host or other key is used once
  bool expects_whole_reply = false;

  Conclusion ruling = Conclusion::invalid;
  std::int64_t fetches = 0;
  std::int64_t failed = 0;
  Ledger ledger{};
  std::optional<std::int64_t> peak_bytes{};
  SeriesGrowth threads{}, descriptors{}, connections{}, tasks{}, runtime_heap{};
  SeriesGrowth heap_blocks{}, heap_bytes{}, mappings{}, mapped_bytes{}, private_memory{};
  std::string retention{};  // the series with allocator retention; may be empty
  double retained_per_fetch = 0;
  std::string collected_descriptors{};  // how many only a garbage collector closed; may be empty
  std::string language{};               // of the owners, as "C++"; empty: unknown
  // The functions of the largest owners of each series, from where they allocate to the user's,
  // each in a line, and its details.
  std::string owners{};
  // Of the owners that have one, in their order, but those of large shares first.
  std::vector<UsersLine> users_lines{};
  // What holds the memory of the first owner, as "static field Main.kept"; empty: unknown.
  std::string holder{};
  // Each as "list mine.kept grows by 1.00 items/fetch".
  std::vector<std::string> growing_containers{};
  // "list mine.kept": the first that a script could limit; empty: none is known.
  std::string container{};
  std::optional<Place> fetching_line{};  // of the user's, where a runtime knows it

  bool leaks() const { return ruling == Conclusion::leaks; }
  bool is_clean() const { return ruling == Conclusion::clean; }
  /// Does a runtime collect or count what it allocates?
  bool is_managed() const {
    return !language.empty() && language != "C" && language != "C++" && language != "Rust";
  }
  bool all_failed() const { return fetches > 0 && failed == fetches; }
  bool all_succeeded() const { return fetches > 0 && failed == 0; }

  /// `count` divided by the fetches.
  double per_fetch(std::int64_t count) const;
  double sent_bytes_per_fetch() const { return per_fetch(ledger.sent_bytes); }
};

TrialFacts facts_of(const Result&);

/// Facts about a client from all of its trials.
struct ClientFacts {
  /// Growth in a leaking trial whose fetches succeed, in bytes per fetch.
  struct Kept {
    double kept = 0;
    double sent = 0;  // sent by the origin, not compressed
  };

  bool is_clean = false;         // in at least one trial whose fetches succeed
  bool leaks = false;            // in such a trial with recurring keys
  bool keeps_responses = false;  // in at least one trial
  std::vector<Kept> kept{};
};

}  // namespace leakproof
