// SPDX-License-Identifier: MIT
#include "traces.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "model/metric.hpp"
#include "model/series.hpp"

namespace leakproof {
namespace {

// The columns in the order in which staircase.py prints them.
const std::vector<Metric>& metrics() {
  static const std::vector<Metric> all{
      {.name = "heap_bytes", .grain = 16, .tolerable_per_fetch = 4},
      {.name = "heap_blocks", .unit = Unit::count, .tolerable_per_fetch = 0.05},
      {.name = "anon", .grain = 4096, .tolerable_per_fetch = 100, .slack = 256 * 1024},
      {.name = "rss", .grain = 4096, .tolerable_per_fetch = 100, .slack = 256 * 1024},
      {.name = "fds", .unit = Unit::count, .tolerable_per_fetch = 0.01},
  };
  return all;
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found;
  std::istringstream rest(line);
  for (std::string cell; std::getline(rest, cell, ',');) found.push_back(cell);
  return found;
}

}  // namespace

std::vector<Series> read_trace(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error("cannot read " + path);
  const auto header = cells(line);
  std::vector<std::vector<std::int64_t>> rows;
  while (std::getline(file, line)) {
    auto& row = rows.emplace_back();
    for (const auto& cell : cells(line)) row.push_back(std::stoll(cell));
  }

  std::vector<Series> recordings;
  for (const auto& metric : metrics()) {
    const auto column = std::ranges::find(header, metric.name) - header.begin();
    if (column == std::ssize(header)) continue;
    auto& series = recordings.emplace_back(Series{.metric = metric});
    for (const auto& row : rows) {
      series.samples.push_back({row.at(0), row.at(static_cast<std::size_t>(column))});
    }
  }
  return recordings;
}

std::vector<std::string> traces_below(const std::string& directory) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.path().extension() == ".csv") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace leakproof
