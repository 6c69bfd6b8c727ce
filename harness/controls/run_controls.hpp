// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "model/control.hpp"
#include "posix/interrupt.hpp"

namespace leakproof {

/// What a run and its controls have in common.
struct ControlSettings {
  std::uint64_t seed = 1;
  std::chrono::milliseconds answer_timeout{30'000};
  int jobs = 1;  // controls at a time
};

/// Judges the planted leaks and the planted non-leak of leakproof-control: a run whose
/// detectors miss one proves nothing. Throws Interrupted.
std::vector<Control> run_controls(const ControlSettings&, const Interrupt&);

}  // namespace leakproof
