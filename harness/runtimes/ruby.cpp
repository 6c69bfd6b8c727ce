// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry ruby() {
  return {
      .name = "Ruby",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("ruby") || image.has_library("libruby-");
          },
  };
}

}  // namespace leakproof::runtimes
