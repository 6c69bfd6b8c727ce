// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry dotnet() {
  return {
      .name = ".NET",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      .recognises =
          [](const ProcessImage& image) {
            return image.program == "dotnet" || image.has_library("libcoreclr.so");
          },
  };
}

}  // namespace leakproof::runtimes
