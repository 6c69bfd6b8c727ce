// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {
namespace {

std::vector<Variable> python_variables(const WorkerSetup& setup) {
  std::vector<Variable> variables;
  // CPython's own arenas would hide its blocks from malloc.
  if (setup.counts_malloc) variables.push_back({.name = "PYTHONMALLOC", .value = "malloc"});
  // For the package requests, which ignores OpenSSL's variables.
  if (!setup.authority.empty()) {
    variables.push_back({.name = "REQUESTS_CA_BUNDLE", .value = setup.authority});
  }
  // Python imports sitecustomize.py from the first directory that has one.
  if (!setup.agents.empty()) {
    variables.push_back(
        {.name = "PYTHONPATH", .value = setup.agents + "/cpython", .separator = ":"});
  }
  return variables;
}

}  // namespace

RuntimeEntry cpython() {
  return {
      .name = "CPython",
      .summary = "collected by an agent; tracemalloc reports which lines hold memory",
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("python") || image.has_library("libpython");
          },
      .needs_collection = false,  // reference counting frees at once; only cycles need collection
      .variables = python_variables,
      .metrics = {{.name = "tasks",
                   .kind = MetricKind::task,
                   .unit = Unit::count,
                   .tolerable_per_fetch = 0.01,
                   .horizon_share = 0.2}},
      .language = "Python",
      .explains_by = "tracemalloc",
      .is_library =
          [](const Place& place) {
            const std::string_view file = place.file;
            constexpr std::array<std::string_view, 3> folders{"/site-packages/", "/dist-packages/",
                                                              "/lib/python"};
            return file.starts_with("<frozen ") ||
                   std::ranges::any_of(folders, [&](std::string_view folder) {
                     return file.find(folder) != file.npos;
                   });
          },
  };
}

}  // namespace leakproof::runtimes
