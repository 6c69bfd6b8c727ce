// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/role.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// One series of a trial, its verdict, and the role of that verdict in the trial's ruling.
struct Finding {
  Series series{};
  Verdict verdict{};
  Role role = Role::informational;
  std::string role_reason{};  // why it is informational; empty for other roles

  /// Does the trial's ruling depend on this finding?
  bool decides() const {
    return role == Role::decides || role == Role::fallback ||
           (role == Role::one_sided && (verdict.rises || verdict.ruling != Ruling::inconclusive));
  }
};

}  // namespace leakproof
