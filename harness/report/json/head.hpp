// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/control.hpp"
#include "model/run_info.hpp"
#include "report/machine.hpp"

namespace leakproof::report {

/// The part of a results file before its trials.
struct Head {
  RunInfo run{};
  Machine machine{};
  std::vector<Control> controls{};
};

}  // namespace leakproof::report
