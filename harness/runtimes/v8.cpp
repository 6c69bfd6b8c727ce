// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "runtimes/runtime.hpp"
#include "runtimes/v8/line_of_call.hpp"

namespace leakproof::runtimes {
namespace {

bool recognises(const ProcessImage& image) {
  constexpr std::array<std::string_view, 3> programs{"node", "nodejs", "deno"};
  return std::ranges::find(programs, image.program) != programs.end() ||
         image.has_library("libnode.so");
}

std::vector<Variable> node_variables(const WorkerSetup& setup) {
  std::vector<Variable> variables;
  if (!setup.authority.empty()) {
    variables.push_back({.name = "NODE_EXTRA_CA_CERTS", .value = setup.authority});
  }
  if (!setup.agents.empty()) {
    variables.push_back({.name = "NODE_OPTIONS",
                         .value = "--require \"" + setup.agents + "/v8/node.js\"",
                         .separator = " "});
  }
  return variables;
}

}  // namespace

RuntimeEntry v8() {
  return {
      .name = "V8",
      .summary =
          "collected by an agent in Node, and in Deno with -A; its heap profiler reports which "
          "functions hold memory",
      .recognises = recognises,
      .variables = node_variables,
      .metrics = {{.name = "js_heap",
                   .kind = MetricKind::runtime_heap,
                   .grain = 8,
                   .tolerable_per_fetch = 128}},
      .language = "JavaScript",
      .explains_by = "sampling-heap-profiler",
      .explains_samples = true,
      .line_of_call = line_of_call,
      .is_library =
          [](const Place& place) {
            const std::string_view file = place.file;
            return file.starts_with("node:") || file.starts_with("ext:") ||
                   file.find("/node_modules/") != file.npos;
          },
  };
}

}  // namespace leakproof::runtimes
