// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "interposer/subject.hpp"
#include "support/metrics.hpp"

namespace leakproof::testing {
namespace {

constexpr std::int64_t page = 4096;
constexpr std::int64_t little = 64 * page;  // what a process needs for itself

class Unexplained : public ::testing::Test {
 protected:
  Unexplained() {
    subject_.send("malloc 100");
    gauge_ = probe_named("unexplained").attach({.pid = subject_.pid(), .heap = &table_});
  }

  // The reserve is as of the first call of the allocator after the reading before.
  std::int64_t read() {
    gauge_->read();
    subject_.send("malloc 100");
    return gauge_->read().value();
  }

  HeapTable table_{INTERPOSER};
  Subject subject_{table_, {HEAP_SUBJECT}};
  std::unique_ptr<Gauge> gauge_{};
};

TEST_F(Unexplained, IsWhatNoCallShows) {
  ASSERT_NE(gauge_, nullptr);
  const std::int64_t before = read();
  for (const long pages : {500, 1000}) {
    subject_.send("touch_at 0 " + std::to_string(pages));
    EXPECT_NEAR(static_cast<double>(read() - before), static_cast<double>(pages * page), little);
  }
}

TEST_F(Unexplained, IsNotWhatTheProgramMapsOrItsAllocatorHolds) {
  ASSERT_NE(gauge_, nullptr);
  const std::int64_t before = read();
  const std::vector<std::vector<std::string>> usages{
      {"map_at 0 1000", "touch_at 0 1000"},  // 4 MiB
      {"malloc 8000000", "fill_last"},       // which libc maps
      {"malloc 100000", "fill_last", "malloc 100000", "fill_last", "malloc 100000", "fill_last",
       "malloc 100000", "fill_last", "malloc 100000", "fill_last", "malloc 100000", "fill_last",
       "malloc 100000", "fill_last", "malloc 100000", "fill_last"},  // by which it moves the break
  };
  for (const std::vector<std::string>& orders : usages) {
    for (const std::string& order : orders) EXPECT_GT(subject_.send(order), 0) << order;
    EXPECT_LT(read() - before, little) << orders.front();
  }
}

TEST_F(Unexplained, IsStillWhatNoCallShowsBesideMuchThatIsExplained) {
  ASSERT_NE(gauge_, nullptr);
  subject_.send("malloc 8000000");
  subject_.send("fill_last");
  const std::int64_t before = read();
  subject_.send("touch_at 0 1000");
  EXPECT_NEAR(static_cast<double>(read() - before), 1000.0 * page, little);
}

}  // namespace
}  // namespace leakproof::testing
