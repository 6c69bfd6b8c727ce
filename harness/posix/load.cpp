// SPDX-License-Identifier: MIT
#include "posix/load.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace leakproof {

double load_per_processor(std::string_view loadavg, long processors) {
  // "8.63 6.22 5.51 12/345 6789": three averages, then how many threads run of how many.
  double minute = 0;
  int running = 0;
  if (std::sscanf(std::string(loadavg).c_str(), "%lf %*f %*f %d/", &minute, &running) != 2) {
    return 0;
  }
  return std::max(minute, static_cast<double>(running)) /
         static_cast<double>(std::max(1L, processors));
}

double load_per_processor() {
  std::ifstream file("/proc/loadavg");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return load_per_processor(text, ::sysconf(_SC_NPROCESSORS_ONLN));
}

}  // namespace leakproof
