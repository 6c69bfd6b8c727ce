// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry mono() {
  return {
      .name = "Mono",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("mono") || image.has_library("libmono");
          },
  };
}

}  // namespace leakproof::runtimes
