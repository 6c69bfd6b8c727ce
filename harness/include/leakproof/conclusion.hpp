// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

enum class Conclusion {
  clean,
  leaks,
  inconclusive,
  invalid,
  skipped,  // the worker reported a missing dependency
};

}  // namespace leakproof
