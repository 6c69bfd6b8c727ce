// SPDX-License-Identifier: MIT
#include "runtimes/native/allocation_table.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "protocol/answers.hpp"

namespace leakproof::native {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class Allocations : public ::testing::Test {
 protected:
  void add(std::uintptr_t id, std::size_t bytes, std::uint32_t line) {
    const Frame frame{.file = "/srv/get.rb", .line = line, .function = "get"};
    table_.add(id, bytes, {&frame, 1});
  }

  /// Fails unless the answer is correct, and returns what it says.
  std::vector<Holding> held(AllocationTable::SizeOf size_of = nullptr) {
    std::istringstream answer{std::string(table_.answer("allocation-tracing", size_of))};
    std::string line;
    std::getline(answer, line);
    const auto head = protocol::parse_explains(line);
    Explanation explanation;
    while (std::getline(answer, line)) {
      EXPECT_TRUE(protocol::parse_explained(line, explanation)) << line;
    }
    EXPECT_EQ(head.value().lines, std::ssize(explanation.holdings));
    return explanation.holdings;
  }

  AllocationTable& table_ = *AllocationTable::create();
};

TEST_F(Allocations, AreNoneAtFirst) { EXPECT_THAT(held(), IsEmpty()); }

TEST_F(Allocations, TellTheirStack) {
  add(8, 100, 1);
  EXPECT_EQ(table_.stack_text(8), "\t/srv/get.rb\t1\tget");
  EXPECT_EQ(table_.stack_text(16), "");
  table_.erase(8);
  EXPECT_EQ(table_.stack_text(8), "");
}

TEST_F(Allocations, CountThoseThatAreWanted) {
  add(8, 100, 1);
  add(16, 20, 2);
  add(24, 100, 1);
  add(32, 20, 1);
  const auto lines =
      table_.counted("descriptors", [](std::uintptr_t, std::size_t bytes) { return bytes == 100; });
  EXPECT_EQ(lines.count, 1);
  EXPECT_EQ(lines.text, "counted\tdescriptors\t2\t/srv/get.rb\t1\tget\n");
  const auto held_lines = table_.held();
  EXPECT_EQ(held_lines.count, 2);
  EXPECT_TRUE(held_lines.text.starts_with("held\t220\t3\t/srv/get.rb\t1\tget\n"));
}

TEST_F(Allocations, AreSummedByTheirStack) {
  add(8, 100, 1);
  add(16, 20, 2);
  add(24, 100, 1);
  for (int i = 0; i < 2; ++i) {
    const auto lines = held();
    ASSERT_THAT(lines, SizeIs(2));
    EXPECT_EQ(lines[0].bytes, 200);
    EXPECT_EQ(lines[0].count, 2);
    EXPECT_EQ(lines[0].stack.at(0).file, "/srv/get.rb");
    EXPECT_EQ(lines[0].stack.at(0).line, 1);
    EXPECT_EQ(lines[0].stack.at(0).function, "get");
    EXPECT_EQ(lines[1].bytes, 20);
  }
}

TEST_F(Allocations, AreForgottenWhenTheyAreFreed) {
  add(8, 100, 1);
  add(16, 20, 1);
  table_.erase(8);
  table_.erase(8);
  table_.erase(4096);
  table_.erase(0);
  ASSERT_THAT(held(), SizeIs(1));
  EXPECT_EQ(held()[0].bytes, 20);
  table_.erase(16);
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(Allocations, AtAnAddressThatIsUsedAgainReplaceTheOld) {
  add(8, 100, 1);
  add(8, 30, 2);
  ASSERT_THAT(held(), SizeIs(1));
  EXPECT_EQ(held()[0].bytes, 30);
}

// Freed entries are among those that collide with others.
TEST_F(Allocations, AreFoundAmongManyOthers) {
  constexpr std::uintptr_t many = 500'000;
  for (std::uintptr_t id = 1; id <= many; ++id) add(id * 8, 1, 1);
  for (std::uintptr_t id = 1; id <= many; id += 2) table_.erase(id * 8);
  ASSERT_THAT(held(), SizeIs(1));
  EXPECT_EQ(held()[0].count, many / 2);
  for (std::uintptr_t id = 2; id <= many; id += 2) table_.erase(id * 8);
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(Allocations, BeyondTheSpaceAreLeftOut) {
  for (std::uintptr_t id = 1; id <= 2'000'000; ++id) add(id * 8, 1, 1);
  EXPECT_EQ(held().at(0).count, (1 << 20) / 4 * 3);
}

TEST_F(Allocations, OfNewStacksAreLeftOutWhenThereIsNoSpaceForThese) {
  for (std::uint32_t line = 1; line <= 100'000; ++line) add(line * 8, 1, line);
  add(8, 1000, 1);
  add(8, 2000, 100'000);
  EXPECT_EQ(held().at(0).bytes, 1000);
}

TEST_F(Allocations, AreReportedLargestFirstAndNotAll) {
  for (std::uint32_t line = 1; line <= 100; ++line) add(line * 8, line, line);
  const auto lines = held();
  ASSERT_THAT(lines, SizeIs(AllocationTable::most_lines));
  EXPECT_EQ(lines.front().bytes, 100);
  EXPECT_TRUE(std::ranges::is_sorted(lines, std::greater<>(), &Holding::bytes));
}

TEST_F(Allocations, HaveTextsThatDoNotEndAField) {
  const std::string name(1000, 'n');
  const std::vector<Frame> stack(20, {.file = "a\tb\nc", .line = 7, .function = name});
  table_.add(8, 1, stack);
  table_.add(16, 1, stack);
  const auto lines = held();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0].stack, SizeIs(AllocationTable::most_frames));
  EXPECT_EQ(lines[0].stack[15].file, "a b c");
  EXPECT_EQ(lines[0].stack[15].function, name.substr(0, 300));
}

TEST_F(Allocations, OfNoLineAreNotRecorded) {
  table_.add(8, 100, {});
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(Allocations, MayBeMeasuredOnlyWhenTheyAreReported) {
  add(8, 100, 1);
  add(16, 200, 1);
  EXPECT_EQ(held([](std::uintptr_t id, std::size_t bytes) { return id + bytes; }).at(0).bytes, 324);
}

}  // namespace
}  // namespace leakproof::native
