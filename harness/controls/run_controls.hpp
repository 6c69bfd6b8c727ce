// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "model/control.hpp"
#include "posix/interrupt.hpp"

namespace leakproof {

/// The settings that a run shares with its controls.
struct ControlSettings {
  std::uint64_t seed = 1;
  std::chrono::milliseconds answer_timeout{30'000};
  int jobs = 1;                         // number of concurrent controls
  std::int64_t max_descriptors = 1024;  // of each
  bool as_workers = true;               // which speak the worker protocol
  bool as_programs = false;             // which are paced by their requests
};

/// Judges the planted leaks and the planted non-leak of leakproof-control, in the ways that the
/// settings select. If the detectors miss one, a run proves nothing. Throws Interrupted if the
/// user stops the run.
std::vector<Control> run_controls(const ControlSettings&, const Interrupt&);

}  // namespace leakproof
