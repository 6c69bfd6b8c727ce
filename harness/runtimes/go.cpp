// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry go() {
  return {
      .name = "Go",
      .summary = "recognised; not collected, so that growth of its memory is inconclusive",
      // Go is linked into every program, with this before the build information
      // (debug/buildinfo).
      .recognises =
          [](const ProcessImage& image) {
            return image.executable.find("\xff Go buildinf:") != image.executable.npos;
          },
  };
}

}  // namespace leakproof::runtimes
