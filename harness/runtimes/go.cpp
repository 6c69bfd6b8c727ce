// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry go() {
  return {
      .name = "Go",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      // Go programs are statically linked; this marks their build information
      // (debug/buildinfo).
      .recognises =
          [](const ProcessImage& image) {
            return image.executable.find("\xff Go buildinf:") != image.executable.npos;
          },
  };
}

}  // namespace leakproof::runtimes
