// SPDX-License-Identifier: MIT
// A runtime that is recognised and no more.
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry example_runtime() {
  return {
      .name = "example-runtime",
      .summary = "an example of a runtime: recognised by the name of its program",
      .recognises = [](const ProcessImage& image) { return image.program == "example-runtime"; },
  };
}

}  // namespace leakproof::runtimes
