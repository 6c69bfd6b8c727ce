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
  std::int64_t most_calls = 10'000;  // of one fetch
  std::chrono::duration<double> time{120};
  std::int64_t only = 0;    // number of the only call to fail; 0: each in turn
  std::int64_t repeat = 1;  // consecutive calls that fail
};

/// One defect, and all calls that reveal it. Two calls reveal the same defect if they do the
/// same harm, where it is known at the same place, and come from the same lines of the client, at
/// any depth in a library. The stacks are those of the first call.
struct Finding {
  Harm harm = Harm::none;
  std::string broke{};  // how the worker was lost, then its last lines
  EndPlace end{};       // where it was then
  Holdings least{};     // left behind: minimum over the calls
  Holdings most{};      // left behind: maximum over the calls
  FaultKind kind = FaultKind::allocation;
  std::string call{};
  std::vector<Frame> stack{};
  std::vector<std::int64_t> numbers{};
};

/// The results of torture for one client.
struct Account {
  bool of_system_calls = false;                            // false: of allocations
  std::map<Outcome, std::vector<std::int64_t>> numbers{};  // numbers of the calls that failed
  std::vector<Finding> findings{};
  std::string stopped{};  // why it ended early; empty: every call failed once
  double seconds = 0;

  std::int64_t calls() const;
};

/// Called before each call with its number and the number of findings so far.
using Progress = std::function<void(std::int64_t number, std::size_t findings)>;

/// Makes the calls of a fetch fail one after the other, until a fetch ends before the next
/// call. Throws NoVerdict.
Account torture(FaultTarget&, std::span<const FaultKind>, const Bounds&, const Progress&);

}  // namespace leakproof::torture
