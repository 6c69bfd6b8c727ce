// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/reporter.hpp"
#include "model/result.hpp"
#include "report/catalogue.hpp"
#include "report/made_up.hpp"

namespace leakproof::report {

/// Writes reports of made-up trials in a format.
class FormatTest : public ::testing::Test {
 protected:
  ~FormatTest() override { std::filesystem::remove(path_); }

  std::unique_ptr<Reporter> open(std::string_view format, std::size_t trials) {
    const auto entry = std::ranges::find(catalogue(), format, &ReporterEntry::name);
    auto reporter = entry->open(path_, testing::made_up_run(trials));
    reporter->save();
    return reporter;
  }

  std::string file() const {
    std::ifstream stream(path_);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  /// A report of listed_results(), of a run that only warns of an inconclusive one.
  std::string listed(std::string_view format) {
    RunInfo info = testing::made_up_run(4);
    info.inconclusive = OnInconclusive::warn;
    const auto reporter =
        std::ranges::find(catalogue(), format, &ReporterEntry::name)->open(path_, info);
    reporter->save();
    for (const Result& result : testing::listed_results()) reporter->add(result);
    reporter->finish({});
    return file();
  }

  std::string finished(std::string_view format, const std::vector<Result>& results) {
    const auto reporter = open(format, results.size());
    for (const Result& result : results) reporter->add(result);
    reporter->finish(testing::made_up_advice(results));
    return file();
  }

  std::string path_ =
      ::testing::TempDir() + "format_test_" + std::to_string(::getpid()) + ".report";
};

}  // namespace leakproof::report
