// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry beam() {
  return {
      .name = "BEAM",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      // Erlang and Elixir.
      .recognises = [](const ProcessImage& image) { return image.program.starts_with("beam"); },
  };
}

}  // namespace leakproof::runtimes
