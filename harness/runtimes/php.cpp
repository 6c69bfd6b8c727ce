// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/libraries.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {
namespace {

std::vector<Variable> php_variables(const WorkerSetup& setup) {
  if (!setup.counts_malloc) return {};
  // PHP's own chunks would hide its blocks from malloc.
  std::vector<Variable> variables{{.name = "USE_ZEND_ALLOC", .value = "0"}};
  // The loader splits the list at spaces and colons, and knows no quotes.
  if (!setup.agents.empty() && setup.agents.find_first_of(": ") == setup.agents.npos) {
    variables.push_back(
        {.name = "LD_PRELOAD", .value = setup.agents + "/php/leakproof_php.so", .separator = ":"});
  }
  return variables;
}

}  // namespace

RuntimeEntry php() {
  return {
      .name = "PHP",
      .summary = "its cycles are collected by an agent, which reports which lines hold memory",
      .recognises =
          [](const ProcessImage& image) {
            return image.program.starts_with("php") || image.has_library("libphp");
          },
      .needs_collection = false,  // reference counting frees at once; only cycles need collection
      .variables = php_variables,
      .language = "PHP",
      .explains_by = "zend-memory-handlers",
      .is_library = [](const Place& place) { return php::is_library(place.file); },
  };
}

}  // namespace leakproof::runtimes
