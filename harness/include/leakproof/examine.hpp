// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/client.hpp>
#include <leakproof/engine.hpp>

/// The interposer's: the process counts its heap from here on, in a table that it
/// inherited. Comes with leakproof::gtest; where it does not link, that is missing.
extern "C" int leakproof_attach(int table);

namespace leakproof {

/// A client as a callable: one fetch.
using Fetch = std::function<Outcome(const Request&)>;

/// What to find out about it.
struct Examination {
  std::vector<std::string> scenarios{};  // or groups of them; empty: "plain"
  std::optional<std::int64_t> horizon{};
  std::vector<Tolerance> tolerances{};
  std::uint64_t seed = 1;
  int (*attach)(int table) = &leakproof_attach;
};

/// A trial for each scenario, one after the other. The fetches are made in a
/// forked child, so nothing that they do is left behind here, and an old fetch is
/// none of the next trial's. Not to be called while this process has threads, as
/// they would be missing in the child: throws std::runtime_error then, as where a
/// scenario is not known.
[[gnu::visibility("default")]] std::vector<Result> examine(const Fetch&, const Examination&);

/// The result for people, as `leakproof run` shows it: series, growth with its
/// interval, floor, and owner where known. Ends with a newline.
[[gnu::visibility("default")]] std::string evidence(const Result&);

}  // namespace leakproof
