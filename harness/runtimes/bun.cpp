// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry bun() {
  return {
      .name = "Bun",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      // Programs that Bun has compiled have names of their own; this is a section of its.
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("bun") || image.contains(".bun_builtins");
          },
  };
}

}  // namespace leakproof::runtimes
