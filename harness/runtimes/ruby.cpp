// SPDX-License-Identifier: MIT
#include "runtimes/ruby/agent/libraries.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {
namespace {

std::vector<Variable> ruby_variables(const WorkerSetup& setup) {
  if (setup.agents.empty()) return {};
  const std::string folder = setup.agents + "/ruby";
  const std::string agent = "leakproof_agent";
  if (folder.find(' ') == folder.npos) {
    return {{.name = "RUBYOPT", .value = "-r" + folder + "/" + agent + ".rb", .separator = " "}};
  }
  // Ruby splits RUBYOPT at spaces and knows no quotes, but RUBYLIB only at colons.
  return {{.name = "RUBYLIB", .value = folder, .separator = ":"},
          {.name = "RUBYOPT", .value = "-r" + agent, .separator = " "}};
}

}  // namespace

RuntimeEntry ruby() {
  return {
      .name = "Ruby",
      .summary = "collected by an agent; allocation tracing reports which lines hold memory",
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("ruby") || image.has_library("libruby-");
          },
      .variables = ruby_variables,
      .metrics = {{.name = "ruby_heap",
                   .kind = MetricKind::runtime_heap,
                   .grain = 8,
                   .tolerable_per_fetch = 128}},
      .language = "Ruby",
      .explains_by = "allocation-tracing",
      .is_library = [](const Place& place) { return ruby::is_library(place.file); },
  };
}

}  // namespace leakproof::runtimes
