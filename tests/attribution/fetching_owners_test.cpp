// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "attribution/runtime_owners.hpp"
#include "explanations.hpp"
#include "leak.hpp"
#include "model/fetching_stack.hpp"

namespace leakproof {
namespace {

using ::testing::IsEmpty;
using testing::leak;
using testing::line_of;
using ::testing::SizeIs;
using testing::three_times;

Place of_jvm(const char* function, const char* module, int line = 0) {
  return {.function = function, .file = line > 0 ? "A.java" : "", .line = line, .module = module};
}

const std::vector fetching{
    of_jvm("fetch by thread main", "thread"), of_jvm("java.net.Socket.read", "java.base", 9),
    of_jvm("org.lib.Client.get", "library", 8), of_jvm("Main.fetch", "class path", 7),
    of_jvm("Main.main", "class path", 6)};

// Two kinds of objects that grow alike, and the thread that fetches each time.
std::vector<Owner> owners_in_jvm(const std::vector<Place>& one, const std::vector<Place>& other,
                                 const std::vector<std::string>& mine = {}) {
  std::vector<Explanation> said =
      three_times({{one, {0, 20'000, 40'000}}, {other, {0, 10'000, 20'000}}});
  for (std::size_t i = 0; i < said.size(); ++i) {
    said[i].source = "jcmd";
    said[i].fetching = fetching;
    said[i].fetching[3].line = 10 + static_cast<int>(i);
  }
  said.back().fetching.clear();
  return attribute(std::vector{leak("heap_bytes", 300)}, said, 100, UserCode(mine)).owners;
}

// Where it waits does not tell owners apart.
TEST(ScriptOwners, WithoutTheUsersCodeHaveTheLineThatFetches) {
  const auto owners = owners_in_jvm(
      {of_jvm("byte[]", "object"), of_jvm("org.lib.Meters.all", "library's static field")},
      {of_jvm("char[]", "object"), of_jvm("org.lib.Meters.all", "library's static field")});
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_DOUBLE_EQ(owners[0].bytes_per_fetch, 200);
  ASSERT_THAT(owners[0].stack, SizeIs(5));
  EXPECT_EQ(owners[0].stack[1].function, "org.lib.Meters.all");
  EXPECT_EQ(owners[0].stack[2].function, "fetch by thread main");
  EXPECT_EQ(owners[0].yours, 3U);
  EXPECT_EQ(owners[0].stack[3].function, "Main.fetch");
  EXPECT_EQ(owners[0].stack[3].line, 11);
  EXPECT_EQ(owners[1].stack[0].function, "char[]");
  EXPECT_EQ(owners[1].yours, 3U);
}

TEST(ScriptOwners, OfTheUsersCodeKeepTheirLine) {
  const auto owners = owners_in_jvm(
      {of_jvm("byte[]", "object"), of_jvm("local variable of Main.main", "class path", 3)},
      {of_jvm("char[]", "object"), of_jvm("Main.kept", "static field")});
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[0].yours, 1U);
  EXPECT_THAT(owners[0].stack, SizeIs(2));
  EXPECT_EQ(owners[1].yours, 1U) << "which has no line";
  ASSERT_THAT(owners[1].stack, SizeIs(5));
  EXPECT_EQ(owners[1].stack[3].function, "Main.fetch");
}

TEST(ScriptOwners, HaveTheLineOfTheirUsersPackageThatFetches) {
  const std::vector held{of_jvm("byte[]", "object"),
                         of_jvm("org.lib.Meters.all", "library's static field")};
  const auto library = owners_in_jvm(held, {of_jvm("char[]", "object")}, {"org.lib"});
  ASSERT_THAT(library, SizeIs(2));
  EXPECT_EQ(library[0].yours, 1U);
  EXPECT_EQ(library[1].stack.at(library[1].yours.value()).function, "org.lib.Client.get");
}

TEST(ScriptOwners, KeepTheLineThatFetchesInALongStack) {
  const std::vector<Place> deep(40, of_jvm("org.lib.Node", "object"));
  const auto owners = owners_in_jvm(deep, {of_jvm("char[]", "object")});
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_THAT(owners[0].stack, SizeIs(40));
  EXPECT_EQ(owners[0].stack.at(owners[0].yours.value()).function, "Main.fetch");
}

// One more thread each time; where it was started is known in the last explanation.
Owner owner_of_threads(std::vector<Place> stack, const std::vector<Place>& origin) {
  std::vector<Explanation> said(3);
  for (std::size_t i = 0; i < said.size(); ++i) {
    said[i].source = "jcmd";
    said[i].fetching = fetching;
    said[i].holdings = {
        {.metric = "threads", .count = 100 * static_cast<std::int64_t>(i + 1), .stack = stack}};
  }
  said.back().holdings.front().origin = origin;
  const auto owners = attribute(std::vector{leak("threads", 1)}, said, 100, UserCode()).owners;
  EXPECT_THAT(owners, SizeIs(1));
  return owners.front();
}

const std::vector waiting_in_pool{of_jvm("pool-N-thread-N", "thread"),
                                  of_jvm("java.lang.Thread.run", "java.base", 1)};

TEST(ScriptOwners, ThatAreThreadsHaveTheLineThatStartedThem) {
  const Owner owner = owner_of_threads(waiting_in_pool, {of_jvm("started by thread main", "thread"),
                                                         of_jvm("java.lang.Thread.start", "JDK", 2),
                                                         of_jvm("Main.get", "class path", 25)});
  ASSERT_THAT(owner.stack, SizeIs(5)) << "without the line that fetches";
  EXPECT_EQ(owner.stack[2].function, "started by thread main");
  EXPECT_EQ(owner.yours, 4U);
  EXPECT_EQ(owner.stack[4].line, 25);
}

TEST(ScriptOwners, ThatALibraryStartedHaveTheLineThatFetches) {
  const Owner owner = owner_of_threads(
      waiting_in_pool,
      {of_jvm("started by thread timer", "thread"), of_jvm("org.lib.Timer.start", "library")});
  ASSERT_THAT(owner.stack, SizeIs(7));
  EXPECT_EQ(owner.stack[4].function, "fetch by thread main");
  EXPECT_EQ(owner.yours, 5U);
}

TEST(ScriptOwners, ThatWaitInTheUsersCodeKeepThatLine) {
  auto stack = waiting_in_pool;
  stack.resize(39, of_jvm("org.lib.Queue.take", "library"));
  stack.insert(stack.begin() + 1, of_jvm("Main.watch", "class path", 3));
  const std::vector<Place> deep(50, of_jvm("Main.get", "class path", 25));
  const Owner owner = owner_of_threads(stack, deep);
  EXPECT_EQ(owner.yours, 1U);
  EXPECT_THAT(owner.stack, SizeIs(40));
  EXPECT_EQ(owner.stack[9].function, "org.lib.Queue.take");
  EXPECT_EQ(owner.stack[10].function, "Main.get");
}

}  // namespace
}  // namespace leakproof
