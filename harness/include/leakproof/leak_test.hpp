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

/// Defined by the preloaded heap interposer, which leakproof::gtest links: makes this
/// process count its heap in a table that it inherited. For internal use.
extern "C" int leakproof_attach(int table);

namespace leakproof {

/// A client as a callable: one call makes one fetch.
using Fetch = std::function<Outcome(const Request&)>;

struct LeakTestOptions {
  std::vector<std::string> scenarios{};   // names of scenarios or groups; empty: "plain"
  std::optional<std::int64_t> horizon{};  // fetches until the first look, 60 or more
  std::vector<Tolerance> tolerances{};
  std::uint64_t seed = 1;  // of the random batch sizes
};

/// The result of one scenario.
struct LeakTestResult {
  Conclusion ruling = Conclusion::invalid;

  /// The result as text, as `leakproof run` prints it: series, growth with its interval,
  /// floor, and owner if known. Ends with a newline.
  std::string evidence{};
};

namespace detail {

/// `attach` is called in the forked child.
[[gnu::visibility("default")]] std::vector<LeakTestResult> run_leak_test(const Fetch&,
                                                                         const LeakTestOptions&,
                                                                         int (*attach)(int table));

}  // namespace detail

/// Runs one trial per scenario, one after the other, and returns their results in the order
/// of the options. The fetches are made in a forked child, so nothing that they leak
/// remains in this process. Throws std::runtime_error if this process has other threads,
/// because the child would lack them; if a scenario or the resource of a tolerance is
/// unknown; or if the horizon is out of range.
inline std::vector<LeakTestResult> run_leak_test(const Fetch& fetch,
                                                 const LeakTestOptions& options) {
  return detail::run_leak_test(fetch, options, &leakproof_attach);
}

}  // namespace leakproof
