// SPDX-License-Identifier: MIT
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry ocaml() {
  return {
      .name = "OCaml",
      .summary = "recognised but not collected, so growth of its memory is inconclusive",
      // Native programs are linked with the runtime; this is a variable that it reads.
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("ocaml") || image.contains("OCAMLRUNPARAM");
          },
  };
}

}  // namespace leakproof::runtimes
