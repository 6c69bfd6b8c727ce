// SPDX-License-Identifier: MIT
// make-report FORMAT FILE [CLIENTS SCENARIOS]: writes a report of made-up trials in a format.
// Without numbers it uses awkward_results().
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "model/result.hpp"
#include "report/catalogue.hpp"
#include "report/made_up.hpp"

namespace {

using leakproof::Result;

std::vector<Result> matrix(int clients, int scenarios) {
  const std::vector<std::string> groups{"basic", "broken", "slow", "tls"};
  std::vector<Result> results;
  for (int client = 0; client < clients; ++client) {
    for (int scenario = 0; scenario < scenarios; ++scenario) {
      const auto& group = groups[static_cast<std::size_t>(scenario) % groups.size()];
      const bool leaks = (client * 7 + scenario * 3) % 11 == 0;
      results.push_back(leakproof::testing::made_up("client-" + std::to_string(client),
                                                    group + "-" + std::to_string(scenario),
                                                    leaks ? 24 + client : 0));
    }
  }
  return results;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) return 2;
  const auto results = argc == 5 ? matrix(std::atoi(argv[3]), std::atoi(argv[4]))
                                 : leakproof::testing::awkward_results();
  for (const auto& format : leakproof::report::catalogue()) {
    if (format.name != std::string_view(argv[1])) continue;
    const auto reporter = format.open(argv[2], leakproof::testing::made_up_run(results.size()));
    reporter->controls({{.name = "heap", .found = true}});
    for (const Result& result : results) reporter->add(result);
    reporter->finish(leakproof::testing::made_up_advice(results));
    return 0;
  }
  std::fprintf(stderr, "make-report: no such format\n");
  return 2;
}
