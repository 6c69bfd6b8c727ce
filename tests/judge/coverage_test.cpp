// SPDX-License-Identifier: MIT
#include "judge/coverage.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "findings.hpp"

namespace leakproof {
namespace {

using enum Ruling;
using testing::finding;
using testing::onlooker;

TEST(Coverage, NeedsDescriptorsThreadsAndSomeMemory) {
  for (const char* memory : {"heap_bytes", "anonymous", "js_heap"}) {
    EXPECT_EQ(uncovered_resource(std::vector{finding("descriptors", clean),
                                             finding("threads", clean), finding(memory, clean)}),
              "")
        << memory;
  }
  EXPECT_EQ(
      uncovered_resource(std::vector{finding("threads", clean), finding("heap_bytes", clean)}),
      "descriptors");
  EXPECT_EQ(
      uncovered_resource(std::vector{finding("descriptors", clean), finding("heap_bytes", clean)}),
      "threads");
  EXPECT_EQ(
      uncovered_resource(std::vector{finding("descriptors", clean), finding("threads", clean)}),
      "memory");
}

TEST(Coverage, CountsNothingThatOnlyInforms) {
  EXPECT_EQ(uncovered_resource(std::vector{finding("descriptors", clean), finding("threads", clean),
                                           onlooker("anonymous", clean)}),
            "memory");
}

TEST(Coverage, CountsAOneSidedHeapOnlyOnceItIsSettled) {
  Finding heap = finding("heap_bytes", inconclusive);
  heap.role = Role::one_sided;
  EXPECT_EQ(uncovered_resource(
                std::vector{finding("descriptors", clean), finding("threads", clean), heap}),
            "memory");
}

}  // namespace
}  // namespace leakproof
