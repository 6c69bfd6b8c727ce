// SPDX-License-Identifier: MIT
// Judges recordings and prints the same lines as staircase.py, without the reasons.
// usage: judge_traces <trace>...
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include <judge/staircase.hpp>

#include "model/series.hpp"
#include "model/verdict.hpp"
#include "traces.hpp"

namespace {

using leakproof::Ending;
using leakproof::Ruling;
using leakproof::Series;
using leakproof::Staircase;
using leakproof::Verdict;

constexpr std::int64_t horizon = 2000;  // for every column, as in the reference

const char* word(Ruling ruling) {
  switch (ruling) {
    case Ruling::leaks:
      return "LEAK";
    case Ruling::clean:
      return "STEADY";
    case Ruling::inconclusive:
      return "EXTEND";
  }
  return "?";
}

// Judges a recording as if the client had been stopped at its end.
Verdict judge(const Series& series) {
  const auto end = series.samples.back().fetches;
  Staircase staircase(criteria_for(series.metric, horizon, 0));
  for (std::size_t i = 0; i < series.samples.size(); ++i) {
    const auto fetches = series.samples[i].fetches;
    const bool last = fetches >= end;
    if (!last && !staircase.due_at(fetches)) continue;
    const auto so_far = std::span(series.samples).first(i + 1);
    auto verdict = staircase.look(so_far, last ? Ending::cap : Ending::none);
    if (last || verdict.ruling != Ruling::inconclusive) return verdict;
  }
  return {};
}

// The printed floor: infinite if nothing could be measured, 0 if the verdict has no floor.
double seen(const Verdict& verdict) {
  const bool measured = verdict.reason != "too few readings";
  return verdict.floor.value_or(measured ? 0 : std::numeric_limits<double>::infinity());
}

void print(const std::string& path, const Series& series) {
  const auto verdict = judge(series);
  const auto& [per_fetch, low, high] = verdict.growth;
  const auto tail = path.substr(path.size() - std::min<std::size_t>(path.size(), 34));
  fmt::print("{:<34} {:<11} {:<6} at {:6}  rate {:9.3f} [{:9.3f},{:9.3f}] seen {:8.3f}\n", tail,
             series.metric.name, word(verdict.ruling), verdict.fetches, per_fetch, low, high,
             seen(verdict));
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::string path : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) {
    for (const auto& series : leakproof::read_trace(path)) print(path, series);
  }
}
