// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <span>

#include "model/finding.hpp"
#include "model/observer.hpp"
#include "torture/fault_experiment.hpp"

namespace leakproof::torture {

struct Bounds {
  std::int64_t most_calls = 10'000;  // in one fetch
  std::chrono::duration<double> time{120};
  std::int64_t only = 0;    // the number of the only call to fail; 0: each in turn
  std::int64_t repeat = 1;  // calls in a row that fail
};

/// One defect, and all the calls that show it. Calls show the same defect if they do the
/// same harm and come from the same lines of the client, however deep in a library they are
/// made. The stack is that of the first.
struct Finding {
  Harm harm = Harm::none;
  std::string broke{};  // how the worker was lost, and then what it said, line by line
  Holdings least{};     // left behind, at each of the calls
  Holdings most{};
  FaultKind kind = FaultKind::allocation;
  std::string call{};
  std::vector<Frame> stack{};
  std::vector<std::int64_t> numbers{};
};

/// All that torture found out about one client.
struct Account {
  bool of_system_calls = false;                            // else of allocations
  std::map<Outcome, std::vector<std::int64_t>> numbers{};  // of the calls that were made to fail
  std::vector<Finding> findings{};
  std::string stopped{};  // why it ended early; empty: every call was made to fail
  double seconds = 0;

  std::int64_t calls() const;
};

/// Called before each call, with its number and how many findings there are so far.
using Progress = std::function<void(std::int64_t number, std::size_t findings)>;

/// Makes the calls of a fetch fail, one after the other, until a fetch gets
/// through without reaching the next. Throws NoVerdict.
Account torture(FaultTarget&, std::span<const FaultKind>, const Bounds&, const Progress&);

}  // namespace leakproof::torture
