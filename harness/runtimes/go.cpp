// SPDX-License-Identifier: MIT
#include "runtimes/go/attached_go.hpp"
#include "runtimes/go/go_owners.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry go() {
  return {
      .name = "Go",
      .summary =
          "collected by its own background thread; its memory profile and the stacks of "
          "goroutines report which lines hold memory, goroutines and descriptors",
      // Go programs are statically linked; this marks their build information
      // (debug/buildinfo).
      .recognises = [](const ProcessImage& image) { return image.contains("\xff Go buildinf:"); },
      .attach = AttachedGo::attach,
      .metrics = {{.name = "go_heap",
                   .kind = MetricKind::runtime_heap,
                   .grain = 8,
                   .tolerable_per_fetch = 128},
                  {.name = "goroutines",
                   .kind = MetricKind::task,
                   .unit = Unit::count,
                   .tolerable_per_fetch = 0.01}},
      .language = "Go",
      .explains_by = "go-profile",
      .is_library = go::is_library,
  };
}

}  // namespace leakproof::runtimes
