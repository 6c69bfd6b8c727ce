// SPDX-License-Identifier: MIT
#include "interposer/supervisor/heap_table.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <system_error>

#include "interposer/counters.hpp"
#include "interposer/subject.hpp"
#include "model/probe.hpp"
#include "support/shared_table.hpp"

namespace leakproof::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::StartsWith;

std::string place_of(const HeapTable& table) {
  const auto variable = table.environment().back();
  return variable.substr(variable.find('=') + 1);
}

TEST(HeapTable, HasNothingOnAProcessThatWasNotPreloaded) {
  const HeapTable table(INTERPOSER);
  EXPECT_EQ(table.read(::getpid()), std::nullopt);
  EXPECT_EQ(table.read(0), std::nullopt);
}

TEST(HeapTable, KeepsWhatTheUserPreloads) {
  ::setenv("LD_PRELOAD", "libusers.so", 1);
  const auto environment = HeapTable(INTERPOSER).environment();
  ::unsetenv("LD_PRELOAD");
  EXPECT_THAT(environment, ElementsAre("LD_PRELOAD=" INTERPOSER ":libusers.so",
                                       StartsWith("LEAKPROOF_HEAP=/proc/")));
}

TEST(HeapTable, RefusesAnInterposerThatIsNotThere) {
  EXPECT_THROW(HeapTable("/nowhere/libleakproof-heap.so"), std::system_error);
}

TEST(HeapTable, PreloadsFromAPathThatThePreloadVariableCannotSpell) {
  const auto directory = std::filesystem::path(::testing::TempDir()) / "leak proof:heap";
  std::filesystem::create_directories(directory);
  std::filesystem::copy(INTERPOSER, directory, std::filesystem::copy_options::overwrite_existing);
  const HeapTable table(directory / std::filesystem::path(INTERPOSER).filename());
  Subject subject(table, {HEAP_SUBJECT});
  subject.send("malloc 100");
  EXPECT_TRUE(table.read(subject.pid()).has_value());
  std::filesystem::remove_all(directory);
}

TEST(HeapTable, SurvivesAnythingThatAWorkerWrites) {
  const HeapTable table(INTERPOSER);
  const Fd file{::open(place_of(table).c_str(), O_RDWR | O_CLOEXEC)};
  ASSERT_TRUE(file);
  EXPECT_NE(::ftruncate(file.get(), 0), 0) << "and is not taken down by SIGBUS";

  std::mt19937_64 random(1);
  for (std::size_t at = 0; at < sizeof(preload::Table); at += sizeof(std::uint64_t)) {
    const std::uint64_t garbage = at % 64 == 0 ? static_cast<std::uint64_t>(::getpid()) : random();
    ASSERT_GT(::pwrite(file.get(), &garbage, sizeof garbage, static_cast<off_t>(at)), 0);
  }
  for (pid_t pid = -10; pid < 10; ++pid) table.read(pid);
  EXPECT_NE(table.read(::getpid()).has_value(), table.is_bypassed(::getpid()));
  table.reserve(::getpid());
}

TEST(HeapTable, SumsTheStripesOfItsProcess) {
  SharedTable shared;
  EXPECT_EQ(shared.table().read(SharedTable::pid), HeapCounts{}) << "before its first allocation";
  shared.slot().mapped_bytes = 4096;
  for (const std::size_t stripe : {std::size_t{0}, preload::stripe_count - 1}) {
    shared.slot().stripes[stripe].allocated.blocks = 10;
    shared.slot().stripes[stripe].allocated.bytes = 1000;
    shared.slot().stripes[stripe].freed.blocks = 3;
    shared.slot().stripes[stripe].freed.bytes = 200;
  }
  EXPECT_EQ(shared.table().read(SharedTable::pid), (HeapCounts{.live_blocks = 14,
                                                               .live_bytes = 1600,
                                                               .mapped_bytes = 4096,
                                                               .allocations = 20,
                                                               .allocated_bytes = 2000}));
  EXPECT_EQ(shared.table().read(SharedTable::pid + 1), std::nullopt);
}

// The program must run normally and print nothing.
class WithoutATable : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == empty_file) const std::ofstream created(GetParam());
  }
  void TearDown() override {
    if (GetParam() == empty_file) std::remove(empty_file);
  }

 public:
  static constexpr const char* empty_file = "empty-table";  // in the folder of the build
};

TEST_P(WithoutATable, TheInterposerOnlyForwards) {
  const HeapTable table(INTERPOSER);
  Subject subject(table, {HEAP_SUBJECT}, {"LEAKPROOF_HEAP=" + GetParam()});
  EXPECT_GE(subject.send("malloc 100"), 100);
  EXPECT_GT(subject.send("fork_while_allocating"), 0);
  EXPECT_EQ(subject.send("map_at 10 5"), 1);
  subject.send("drop");
  EXPECT_FALSE(table.read(subject.pid()).has_value());
}

INSTANTIATE_TEST_SUITE_P(Where, WithoutATable,
                         ::testing::Values("", "/nowhere", "/dev/null", "/", INTERPOSER,
                                           WithoutATable::empty_file));

TEST(HeapTable, OfAnotherVersionIsLeftAlone) {
  const HeapTable table(INTERPOSER);
  const Fd file{::open(place_of(table).c_str(), O_RDWR | O_CLOEXEC)};
  const auto version = preload::table_version + 1;
  ASSERT_GT(::pwrite(file.get(), &version, sizeof version, offsetof(preload::Table, version)), 0);
  Subject subject(table, {HEAP_SUBJECT});
  EXPECT_GE(subject.send("malloc 100"), 100);
  EXPECT_FALSE(table.read(subject.pid()).has_value());
}

}  // namespace
}  // namespace leakproof::testing
