// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry lua() {
  return {
      .name = "Lua",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("lua") || image.program == "texlua" ||
                   image.has_library("liblua");
          },
  };
}

}  // namespace leakproof::runtimes
