// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>
#include <leakproof/tolerance.hpp>

/// The interposer's: the process counts its heap from here on, in a table that it
/// inherited. Comes with leakproof::gtest; where it does not link, that is missing.
extern "C" int leakproof_attach(int table);

namespace leakproof {

/// A client as a callable: one fetch.
using Fetch = std::function<Outcome(const Request&)>;

/// What to find out about it.
struct LeakTestOptions {
  std::vector<std::string> scenarios{};  // or groups of them; empty: "plain"
  std::optional<std::int64_t> horizon{};
  std::vector<Tolerance> tolerances{};
  std::uint64_t seed = 1;
  int (*attach)(int table) = &leakproof_attach;
};

/// What one scenario came to.
struct LeakTestResult {
  Conclusion ruling = Conclusion::invalid;

  /// The result for people, as `leakproof run` shows it: series, growth with its
  /// interval, floor, and owner where known. Ends with a newline.
  std::string evidence{};
};

/// One trial per scenario, one after the other, in the order of the options. The
/// fetches are made in a forked child, which leaves nothing behind in this process.
/// Must not be called while this process has other threads, because the child would
/// lack them: throws std::runtime_error then, and where a scenario is not known.
[[gnu::visibility("default")]] std::vector<LeakTestResult> run_leak_test(const Fetch&,
                                                                         const LeakTestOptions&);

}  // namespace leakproof
