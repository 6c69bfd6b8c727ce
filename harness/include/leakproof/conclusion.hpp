// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

enum class Conclusion {
  clean,
  leaks,
  inconclusive,
  invalid,
  skipped,  // the worker lacks what it needs here, and says so
};

}  // namespace leakproof
