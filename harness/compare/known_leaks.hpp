// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/known_leak.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// A listed leak has become faster if it grows by this much more, and even its slowest window grows
/// by more than listed.
inline constexpr double known_margin = 0.25;

/// An owner of a smaller share of a growth is no leak of its own.
inline constexpr double least_leak_share = 0.05;

/// How the list is called, and the folder from which it names files.
struct KnownList {
  std::string name{};
  std::string folder{};
};

/// Compares the results of a run with the leaks that the user has listed.
class KnownLeaks {
 public:
  /// `trials` are those of the run.
  KnownLeaks(std::vector<KnownLeak> listed, KnownList list, std::span<const Trial> trials);

  /// Sets how the result compares with its listed leaks, and the sentence that says so. A leak
  /// that is gone is reported with the last of the repetitions of its trial, if it is gone from
  /// all of them.
  void compare(Result&);

 private:
  using Name = std::pair<std::string, std::string>;  // client and scenario

  struct Progress {
    std::vector<KnownLeak> listed{};
    std::size_t left = 0;  // repetitions that have not ended
    bool may_be_there = false;
  };

  void compare_leaks(Result&, const Progress&) const;
  std::string gone_text(std::span<const KnownLeak>) const;

  KnownList list_;
  std::map<Name, Progress> trials_;
};

/// Collects the leaks of a run for --write-known.
class KnownLeakList {
 public:
  explicit KnownLeakList(std::string folder) : folder_(std::move(folder)) {}

  void add(const Result&);

  /// The leaks found, and those of `before` whose trials have no verdict in this run. Sorted.
  std::vector<KnownLeak> with(std::vector<KnownLeak> before) const;

 private:
  std::string folder_;
  std::map<std::pair<std::string, std::string>, std::vector<KnownLeak>> judged_{};
};

}  // namespace leakproof
