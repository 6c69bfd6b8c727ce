// SPDX-License-Identifier: MIT
#include "attribution/runtime_owners.hpp"

#include <gmock/gmock.h>

#include "leak.hpp"
#include "model/owner.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::leak;
using ::testing::SizeIs;

Place line_of(const char* file, int line) { return {.file = file, .line = line}; }

// A hundred fetches apart: so many bytes of each line each time, ten to an allocation.
struct Said {
  std::vector<Place> stack;
  std::vector<std::int64_t> bytes;
};

std::vector<Explanation> three_times(const std::vector<Said>& all) {
  std::vector<Explanation> said(3);
  for (std::size_t when = 0; when < said.size(); ++when) {
    said[when].source = "tracemalloc";
    for (const auto& [stack, bytes] : all) {
      if (bytes[when] == 0) continue;
      said[when].holdings.push_back(
          {.bytes = bytes[when], .count = bytes[when] / 10, .stack = stack});
    }
  }
  return said;
}

TEST(ScriptOwners, AreWhatGrewEachTime) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 100)},
                three_times({{{line_of("cache.py", 1)}, {90'000, 90'000, 90'000}},
                             {{line_of("late.py", 2)}, {0, 0, 50'000}},
                             {{line_of("mine.py", 3)}, {10'000, 20'000, 30'000}}}),
                100);
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners[0].stack[0].file, "mine.py");
  EXPECT_DOUBLE_EQ(owners[0].bytes_per_fetch, 100);
  EXPECT_DOUBLE_EQ(owners[0].count_per_fetch, 10);
  EXPECT_DOUBLE_EQ(owners[0].share, 1);
  EXPECT_EQ(owners[0].source, "tracemalloc");
  EXPECT_THAT(unattributed, IsEmpty());
}

TEST(ScriptOwners, AreOneFromTheUsersOwnLineOutwards) {
  const Place line = line_of("/home/me/mine.py", 5);
  const Place main = line_of("/home/me/main.py", 1);
  const auto [owners, unattributed] = attribute(
      std::vector{leak("heap_bytes", 300)},
      three_times({{{line_of("/usr/lib/python3.11/ssl.py", 1), line, main}, {0, 10'000, 20'000}},
                   {{line_of("/usr/lib/python3/dist-packages/requests/api.py", 9), line, main},
                    {10, 20'010, 40'010}},
                   {{line_of("<frozen importlib._bootstrap>", 1)}, {1000, 2000, 3000}}}),
      100);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_DOUBLE_EQ(owners[0].bytes_per_fetch, 300);
  EXPECT_EQ(owners[0].yours, 1U);
  EXPECT_THAT(owners[0].stack[0].file, HasSubstr("api.py"));
  EXPECT_FALSE(owners[1].yours);
}

TEST(ScriptOwners, SayWhatTheyDoNotExplain) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("js_heap", 200)},
                three_times({{{line_of("mine.js", 3)}, {0, 10'000, 20'000}}}), 100);
  EXPECT_EQ(owners.at(0).metric, "js_heap");
  EXPECT_THAT(unattributed, HasSubstr("js_heap: tracemalloc explains 50 % of the growth"));
}

TEST(ScriptOwners, NameTheContainerThatGrows) {
  auto said = three_times({{{line_of("mine.py", 3)}, {0, 10'000, 20'000}}});
  for (std::int64_t when = 0; when < 3; ++when) {
    said[static_cast<std::size_t>(when)].containers = {{"list mine.kept", 100 * when},
                                                       {"dict a.cache", 512}};
  }
  const auto [owners, unattributed] = attribute(std::vector{leak("heap_bytes", 100)}, said, 100);
  EXPECT_EQ(owners.at(0).details, "meanwhile list mine.kept grows by 1.00 items/fetch");
}

TEST(ScriptOwners, AreNoneOfAClientThatLeaksSomethingElse) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("descriptors", 1)},
                three_times({{{line_of("mine.py", 3)}, {0, 10'000, 20'000}}}), 100);
  EXPECT_THAT(owners, IsEmpty());
  EXPECT_THAT(unattributed, IsEmpty());
}

TEST(ScriptOwners, TakeAJumpOfOneTimeForWhatItIs) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 100)},
                three_times({{{line_of("mine.py", 3)}, {0, 10'000, 90'000}}}), 100);
  EXPECT_DOUBLE_EQ(owners.at(0).bytes_per_fetch, 100);
}

TEST(ScriptOwners, SayWhereTheyComeToTooMuch) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 100)},
                three_times({{{line_of("mine.py", 3)}, {0, 15'000, 30'000}}}), 100);
  EXPECT_THAT(unattributed, HasSubstr("tracemalloc explains 150 % of the growth"));
}

}  // namespace
}  // namespace leakproof
