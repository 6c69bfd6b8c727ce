// SPDX-License-Identifier: MIT
// compare-clients: compares every adapter on small, plain and large. The time is measured
// from an order to the worker's answer; all other figures are read from outside.
#include <sys/resource.h>

#include <leakproof/benchmark.hpp>

namespace {

void allow_many_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  allow_many_descriptors();
  std::vector<char*> arguments(argv, argv + argc);
  std::string tabular = "--benchmark_counters_tabular=true";
  arguments.insert(arguments.begin() + 1, tabular.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

  leakproof::WorkersMemory memory;
  benchmark::RegisterMemoryManager(&memory);
  // small: alternately an empty reply and one of a few bytes.
  leakproof::RegisterClients("", leakproof::clients_of(""),
                             {{.scenario = "small"},
                              {.scenario = "plain", .body_bytes = 16 << 10},
                              {.scenario = "large", .fetches = 30, .body_bytes = 16 << 20}},
                             memory);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::RegisterMemoryManager(nullptr);
}
