// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace leakproof {

/// What the user asked for cannot be done as asked. Exit code 2.
class UsageError : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// The worker or program that is to be tried is not there, or says nothing of its
/// clients: for `git bisect`, the fault of a commit and not of the command line.
class WorkerMissing final : public UsageError {
  using UsageError::UsageError;
};

}  // namespace leakproof
