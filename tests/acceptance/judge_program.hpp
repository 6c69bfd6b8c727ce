// SPDX-License-Identifier: MIT
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/run_program.hpp"

namespace leakproof::testing {

struct Seen {
  Ended ended{};
  nlohmann::json trial{};

  const nlohmann::json& finding(const std::string& metric) const {
    for (const auto& finding : trial.at("findings")) {
      if (finding.at("metric") == metric) return finding;
    }
    throw std::out_of_range(metric + " was not recorded");
  }
};

/// Runs "leakproof run OPTIONS -- COMMAND" with a separate results file. Without a command, the
/// options name what is judged.
inline Seen judge(const std::vector<std::string>& options,
                  const std::vector<std::string>& command) {
  const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string name = test->name();
  std::ranges::replace(name, '/', '-');
  const std::string file = ::testing::TempDir() + "/" + name + ".json";
  std::vector<std::string> words{LEAKPROOF, "run", "--no-controls", "--json", file};
  if (std::ranges::find(options, "--on") == options.end()) {
    words.insert(words.end(), {"--on", "plain"});
  }
  words.insert(words.end(), options.begin(), options.end());
  if (!command.empty()) words.emplace_back("--");
  words.insert(words.end(), command.begin(), command.end());
  Seen seen{.ended = run_program(words)};
  if (FILE* const text = std::fopen(file.c_str(), "r")) {
    const auto report = nlohmann::json::parse(text, nullptr, false);
    std::fclose(text);
    if (report.contains("trials") && !report["trials"].empty()) seen.trial = report["trials"][0];
  }
  std::remove(file.c_str());
  return seen;
}

/// A short horizon, because a verdict takes more fetches than the horizon.
inline const std::vector<std::string> soon{"--horizon", "300"};

/// programs/loop.py, which requests the URL in this manner.
inline std::vector<std::string> loop(const std::string& manner,
                                     const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{PYTHON, PROGRAMS "/loop.py", manner, "{url}"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

inline bool is_installed(const char* program) {
  return run_program({"sh", "-c", std::string("command -v ") + program}).exit_code == 0;
}

}  // namespace leakproof::testing
