// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "interposer/subject.hpp"
#include "model/probe.hpp"

namespace leakproof::testing {
namespace {

class Threads : public ::testing::Test {
 protected:
  // Twice: libc keeps the stacks of the first threads, and what it allocated
  // for them, for the next.
  std::int64_t left_by(std::string_view order) {
    subject_.ask(order);
    const auto before = subject_.counts();
    subject_.ask(order);
    return (subject_.counts() - before).live_blocks;
  }

  HeapTable table_{INTERPOSER};
  Subject subject_{table_, {HEAP_SUBJECT}};
};

TEST_F(Threads, OneAfterAnotherAreCountedExactly) {
  EXPECT_EQ(left_by("one_after_another 200"), 200);
}

TEST_F(Threads, MoreThanThereAreStripesAreCountedExactly) { EXPECT_EQ(left_by("crowd 200"), 200); }

TEST_F(Threads, AreCountedAfterTheyGaveTheirStripeBack) {
  EXPECT_EQ(left_by("allocate_at_thread_end"), 1);
}

}  // namespace
}  // namespace leakproof::testing
