// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace leakproof {

/// The user asked for something that is invalid or impossible. Exit code 2.
class UsageError : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// The worker or program under test does not exist, or does not list its clients. With
/// --bisect, this is the fault of the commit and not of the command line.
class WorkerMissing final : public UsageError {
  using UsageError::UsageError;
};

}  // namespace leakproof
