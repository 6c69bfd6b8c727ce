// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace leakproof {

/// The worker cannot be used any more. Says what happened and quotes the last lines of its
/// standard error. worker/failure_text.hpp lists everything that can happen. The trial is
/// then invalid (trial/run.cpp), unless a leak was proven before or the worker had reached
/// its descriptor limit.
class WorkerFailure : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// A program has ended by itself, and not by a signal. Only some uses of it need it to go on.
class ProgramEnded : public WorkerFailure {
  using WorkerFailure::WorkerFailure;
};

/// The worker reports that it lacks something that it needs, such as a package. Its trial is
/// skipped.
class WorkerSkips : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// The worker exceeded the memory limit of its plan within one batch.
class MemoryCapReached : public std::runtime_error {
  using runtime_error::runtime_error;
};

}  // namespace leakproof
