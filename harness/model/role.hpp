// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

/// How a series affects the ruling of its trial.
enum class Role {
  decides,        // the trial leaks if the series leaks, and is clean only if it is clean
  one_sided,      // the trial leaks if the series leaks, but can be clean without it
  fallback,       // decides, because the heap itself is not observable
  informational,  // never affects the ruling
};

}  // namespace leakproof
