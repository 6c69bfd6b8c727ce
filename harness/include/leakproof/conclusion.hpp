// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

enum class Conclusion {
  clean,
  leaks,
  inconclusive,
  invalid,  // the client did not do what the trial tests (why: worker/failure_text.hpp)
  skipped,  // the worker reported a missing dependency
};

}  // namespace leakproof
