// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry dotnet() {
  return {
      .name = ".NET",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      // The last is the name of its core library, in programs that are published as one file.
      .recognises =
          [](const ProcessImage& image) {
            return image.program == "dotnet" || image.has_library("libcoreclr.so") ||
                   image.contains("System.Private.CoreLib");
          },
  };
}

}  // namespace leakproof::runtimes
