// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace leakproof::testing {

/// The number of the only line of a file that contains these words.
inline int line_of(const std::string& file, const std::string& words) {
  std::ifstream source(file);
  std::string line;
  int found = 0;
  for (int number = 1; std::getline(source, line); ++number) {
    if (line.find(words) == line.npos) continue;
    EXPECT_EQ(found, 0) << file << " has \"" << words << "\" twice";
    found = number;
  }
  EXPECT_NE(found, 0) << file << " has no \"" << words << '"';
  return found;
}

/// Of what torture reports, the lines from this mark up to the call that failed.
inline std::string place_in(const std::string& report, const std::string& mark) {
  const std::size_t at = report.find(mark);
  return at == report.npos ? "" : report.substr(at, report.find("    when ", at) - at);
}

}  // namespace leakproof::testing
