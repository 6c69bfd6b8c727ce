// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attached_jvm.hpp"
#include "runtimes/jvm/class_histogram.hpp"
#include "runtimes/jvm/heap_holders.hpp"
#include "runtimes/jvm/source_file.hpp"
#include "runtimes/jvm/thread_dump.hpp"
#include "runtimes/jvm/users_classes.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

RuntimeEntry jvm() {
  return {
      .name = "JVM",
      .summary = "collected as jcmd does; reports what holds memory, and which threads wait",
      .recognises = [](const ProcessImage& image) { return image.has_library("libjvm.so"); },
      .attach = AttachedJvm::attach,
      .metrics = {{.name = "jvm_heap",
                   .kind = MetricKind::runtime_heap,
                   .grain = 8,
                   .tolerable_per_fetch = 128}},
      .language = "Java",
      .explains_by = "jcmd",
      .source_file = source_file,
      .is_library =
          [](const Place& place) {
            return place.module == thread_module || place.module == object_module ||
                   place.module == inner_field_module || place.module == library_module ||
                   place.module == library_static_module ||
                   (!place.module.empty() && is_of_the_jdk(place.function));
          },
      // What is held does not tell who holds it.
      .qualified_name =
          [](const Place& place) {
            std::string_view name = place.function;
            if (place.module == thread_module || place.module == object_module ||
                place.module == inner_field_module) {
              return std::string_view();
            }
            if (name.starts_with(variable_of)) name.remove_prefix(variable_of.size());
            return name;
          },
  };
}

}  // namespace leakproof::runtimes
