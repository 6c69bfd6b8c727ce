// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry lua() {
  return {
      .name = "Lua",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      // Not by its library: a program that only embeds it, as wrk does, has its memory elsewhere.
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("lua") || image.program == "texlua";
          },
  };
}

}  // namespace leakproof::runtimes
