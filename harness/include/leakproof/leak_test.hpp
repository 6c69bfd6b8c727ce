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

namespace leakproof {

/// A client as a callable: one call makes one fetch.
using Fetch = std::function<Outcome(const Request&)>;

struct LeakTestOptions {
  std::vector<std::string> scenarios{};   // names of scenarios or groups; empty: "plain"
  std::optional<std::int64_t> horizon{};  // fetches until the first look, 60 or more
  std::vector<Tolerance> tolerances{};
  std::uint64_t seed = 1;  // of the random batch sizes
};

/// How this program runs one of its tests alone, in a process of its own.
struct TestAlone {
  std::string name{};                      // of the leak test; no other in this program has it
  std::vector<std::string> arguments{};    // after those of this process
  std::vector<std::string> environment{};  // "NAME=value", in addition to that of this process
};

/// The result of one scenario.
struct LeakTestResult {
  Conclusion ruling = Conclusion::invalid;

  /// The result as text, as `leakproof run` prints it: series, growth with its interval,
  /// floor, and owner if known. Ends with a newline.
  std::string evidence{};
};

/// Runs one trial per scenario, one after the other, and returns their results in the order
/// of the options. The fetches are made in another process of this program, which runs the test
/// alone: there, the call with the same name serves them and ends the process, and others return no
/// results. So nothing that they leak remains in this process, which may have threads. Throws
/// std::runtime_error if a scenario or the resource of a tolerance is unknown, or if the horizon is
/// out of range.
[[gnu::visibility("default")]] std::vector<LeakTestResult> run_leak_test(const Fetch&,
                                                                         const LeakTestOptions&,
                                                                         const TestAlone&);

}  // namespace leakproof
