// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

/// What a series counts for when its trial is judged.
enum class Role {
  decides,        // the trial leaks if it does, and is clean only if it is
  one_sided,      // the trial leaks if it does, but does not wait for it to be clean
  fallback,       // decides, because nothing sees the heap itself
  informational,  // never decides
};

}  // namespace leakproof
