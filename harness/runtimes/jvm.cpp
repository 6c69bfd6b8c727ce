// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attached_jvm.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry jvm() {
  return {
      .name = "JVM",
      .summary = "collected through its attach socket, as jcmd does",
      .recognises = [](const ProcessImage& image) { return image.has_library("libjvm.so"); },
      .attach = AttachedJvm::attach,
      .metrics = {{.name = "jvm_heap",
                   .kind = MetricKind::runtime_heap,
                   .grain = 8,
                   .tolerable_per_fetch = 128}},
  };
}

}  // namespace leakproof::runtimes
