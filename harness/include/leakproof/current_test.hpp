// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include <leakproof/leak_test.hpp>

namespace leakproof::detail {

/// Counts the leak tests of the GoogleTest test that runs.
class LeakTestCount final : public testing::EmptyTestEventListener {
 public:
  static int next() {
    // GoogleTest owns it.
    static LeakTestCount& count = *[] {
      auto owned = std::make_unique<LeakTestCount>();
      LeakTestCount* const listener = owned.get();
      testing::UnitTest::GetInstance()->listeners().Append(owned.release());
      return listener;
    }();
    return ++count.count_;
  }

  void OnTestStart(const testing::TestInfo&) override { count_ = 0; }

 private:
  int count_ = 0;
};

/// For the next leak test of the GoogleTest test that runs. Throws std::runtime_error if none does.
inline TestAlone current_test_alone() {
  const testing::TestInfo* const test = testing::UnitTest::GetInstance()->current_test_info();
  if (test == nullptr) throw std::runtime_error("no test runs");
  const std::string name = std::string(test->test_suite_name()) + "." + test->name();
  const int number = LeakTestCount::next();
  return {.name = number == 1 ? name : name + "#" + std::to_string(number),
          .arguments = {"--gtest_filter=" + name, "--gtest_also_run_disabled_tests",
                        "--gtest_repeat=1", "--gtest_output="},
          .environment = {"GTEST_TOTAL_SHARDS=1", "GTEST_SHARD_INDEX=0"}};
}

}  // namespace leakproof::detail
