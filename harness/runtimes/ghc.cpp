// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry ghc() {
  return {
      .name = "GHC",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      // Haskell programs are linked with the runtime; this is a variable that it reads.
      .recognises = [](const ProcessImage& image) { return image.contains("GHCRTS"); },
  };
}

}  // namespace leakproof::runtimes
