// SPDX-License-Identifier: MIT
#include "runtimes/go/go_owners.hpp"

#include <gmock/gmock.h>

#include <string>

namespace leakproof::go {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* net = "/usr/local/go/src/net/http/transport.go";
constexpr const char* mine = "/home/me/client/fetch.go";

/// Code by return address. An entry point is looked up as the call behind it.
const std::map<std::uintptr_t, std::vector<Frame>> code{
    {1, {{.function = "runtime.gopark", .file = "/usr/local/go/src/runtime/proc.go", .line = 1}}},
    {2, {{.function = "net/http.(*persistConn).readLoop", .file = net, .line = 2}}},
    {3,
     {{.function = "net/http.(*Transport).dialConn", .file = net, .line = 3},
      {.function = "net/http.(*Transport).dialConnFor", .file = net, .line = 33}}},
    {4, {{.function = "main.fetch", .file = mine, .line = 4}}},
    {5, {{.function = "net.newFD", .file = "/usr/local/go/src/net/fd_unix.go", .line = 5}}},
    {6, {{.function = "main.main", .file = mine, .line = 6}}},
    {7, {{.function = "runtime.goexit", .file = "/usr/local/go/src/runtime/asm_amd64.s"}}},
    {8, {{.function = "net/http.(*Client).do", .file = net, .line = 8}}},
    {9, {{.function = "os.newFile", .file = "/usr/local/go/src/os/file_unix.go", .line = 9}}},
    {11, {{.function = "net/http.(*persistConn).readLoop", .file = net}}},
    {12, {{.function = "net/http.(*Transport).dialConnFor", .file = net}}},
    {13, {{.function = "net.(*sysDialer).doDialTCPProto", .file = "net/tcpsock_posix.go"}}},
};

std::vector<Frame> frames_at(std::uintptr_t address) { return code.at(address); }

std::vector<std::string> functions(const Holding& holding) {
  std::vector<std::string> names;
  for (const Place& place : holding.stack) names.push_back(place.function);
  return names;
}

std::vector<Holding> of(const Explanation& explanation, std::string_view metric) {
  std::vector<Holding> holdings;
  for (const Holding& holding : explanation.holdings) {
    if (holding.metric == metric) holdings.push_back(holding);
  }
  return holdings;
}

Explanation allocated(std::vector<Allocated> what) { return explanation(what, {}, frames_at); }

TEST(GoOwners, HoldWhatTheyAllocated) {
  const Explanation found =
      allocated({{.stack = {4, 6}, .size = 208, .objects = 10, .bytes = 2080}});
  EXPECT_EQ(found.source, "go-profile");
  ASSERT_THAT(found.holdings, SizeIs(1));
  EXPECT_EQ(found.holdings[0].bytes, 2080);
  EXPECT_EQ(found.holdings[0].count, 10);
  EXPECT_EQ(found.holdings[0].stack[0].file, mine);
  EXPECT_EQ(found.holdings[0].stack[0].line, 4);
}

TEST(GoOwners, AreNotFramesOfTheRuntime) {
  const Explanation found =
      allocated({{.stack = {1, 1, 4, 6, 1, 7}, .size = 8, .objects = 1, .bytes = 8},
                 {.stack = {1, 7}, .size = 8, .objects = 1, .bytes = 8}});
  ASSERT_THAT(found.holdings, SizeIs(1));
  EXPECT_THAT(functions(found.holdings[0]), ElementsAre("main.fetch", "main.main"));
}

// The profile has one address per function, also where a function was inlined.
TEST(GoOwners, HaveOneFrameForEachAddressOfTheProfile) {
  const Explanation found = allocated({{.stack = {3, 4}, .size = 8, .objects = 1, .bytes = 8}});
  ASSERT_THAT(found.holdings, SizeIs(1));
  EXPECT_THAT(functions(found.holdings[0]),
              ElementsAre("net/http.(*Transport).dialConn", "main.fetch"));
}

// newFD allocates further objects, such as an address, with the same stack.
TEST(GoOwners, CountADescriptorOnce) {
  for (const std::uintptr_t opening : {5U, 9U}) {
    const Explanation found =
        allocated({{.stack = {opening, 4}, .size = 16, .objects = 9, .bytes = 144},
                   {.stack = {opening, 4}, .size = 208, .objects = 3, .bytes = 624},
                   {.stack = {4, 6}, .size = 999, .objects = 5, .bytes = 4995}});
    const auto descriptors = of(found, "descriptors");
    ASSERT_THAT(descriptors, SizeIs(1));
    EXPECT_EQ(descriptors[0].count, 3);
    EXPECT_THAT(of(found, ""), SizeIs(3));
  }
}

TEST(GoOwners, CountTheirGoroutinesAndTheirStacks) {
  const std::map<Goroutine, GoroutineGroup> goroutines{
      {{.starts_in = 3, .waits_at = {1, 4, 7}}, {.count = 5, .stack_bytes = 10240}},
      {{.starts_in = 3, .waits_at = {1, 7}}, {.count = 4, .stack_bytes = 8192}}};
  const Explanation found = explanation({}, goroutines, frames_at);
  const auto counted = of(found, "goroutines");
  ASSERT_THAT(counted, SizeIs(1)) << "those of the runtime itself are not counted";
  EXPECT_EQ(counted[0].count, 5);
  EXPECT_THAT(functions(counted[0]), ElementsAre("main.fetch"));
  const auto memory = of(found, "");
  ASSERT_THAT(memory, SizeIs(1));
  EXPECT_EQ(memory[0].bytes, 10240);
}

// Return addresses on a stack name the outermost function of each frame.
TEST(GoOwners, SeeInlinedFunctionsOfWaitingGoroutines) {
  const std::map<Goroutine, GoroutineGroup> goroutines{
      {{.starts_in = 3, .waits_at = {1, 3, 4, 7}}, {.count = 1, .stack_bytes = 1}}};
  const auto counted = of(explanation({}, goroutines, frames_at), "goroutines");
  ASSERT_THAT(counted, SizeIs(1));
  EXPECT_THAT(functions(counted[0]),
              ElementsAre("net/http.(*Transport).dialConn", "net/http.(*Transport).dialConnFor",
                          "main.fetch"));
}

// readLoop was started by dialConnFor, which ran in a goroutine that main.fetch started.
const std::map<Goroutine, GoroutineGroup> reading{
    {{.starts_in = 10, .waits_at = {1, 2, 7}, .ancestors = {{3}, {4, 6, 7}}},
     {.count = 2, .stack_bytes = 4096}}};
const std::map<std::uintptr_t, std::vector<Frame>> dialing{
    {3, {{.function = "net/http.(*Transport).dialConnFor", .file = net, .line = 3}}}};

std::vector<Frame> frames_while_dialing(std::uintptr_t address) {
  return dialing.contains(address) ? dialing.at(address) : code.at(address);
}

TEST(GoOwners, AreTheCreatorsOfALibrarysGoroutines) {
  const Explanation found = explanation({}, reading, frames_while_dialing);
  const auto counted = of(found, "goroutines");
  ASSERT_THAT(counted, SizeIs(1));
  EXPECT_THAT(functions(counted[0]),
              ElementsAre("net/http.(*persistConn).readLoop", "net/http.(*Transport).dialConnFor",
                          "main.fetch", "main.main"));
}

// The goroutine that allocated may have ended.
TEST(GoOwners, AreTheCreatorsOfWhatALibraryAllocated) {
  const Explanation found =
      explanation({{.stack = {5, 13, 3}, .size = 208, .objects = 2, .bytes = 416}}, reading,
                  frames_while_dialing);
  for (const char* const metric : {"descriptors", "connections"}) {
    const auto counted = of(found, metric);
    ASSERT_THAT(counted, SizeIs(1)) << metric;
    EXPECT_EQ(counted[0].count, 2);
    EXPECT_EQ(counted[0].stack.back().function, "main.main");
  }
}

TEST(GoOwners, AreNotCreatorsOfTheUsersGoroutines) {
  const Explanation found =
      explanation({{.stack = {5, 4, 3}, .size = 208, .objects = 2, .bytes = 416}}, reading,
                  frames_while_dialing);
  const auto descriptors = of(found, "descriptors");
  ASSERT_THAT(descriptors, SizeIs(1));
  EXPECT_EQ(descriptors[0].stack.back().function, "net/http.(*Transport).dialConnFor");
  EXPECT_THAT(of(found, "connections"), IsEmpty()) << "not every descriptor is one";
}

// A goroutine may be started by the function that it runs.
TEST(GoOwners, AreFoundWhereGoroutinesStartTheirOwnLike) {
  const std::map<Goroutine, GoroutineGroup> circle{
      {{.starts_in = 10, .waits_at = {1, 2, 7}, .ancestors = {{2}, {2}}},
       {.count = 1, .stack_bytes = 1}}};
  const auto counted = of(explanation({}, circle, frames_at), "goroutines");
  ASSERT_THAT(counted, SizeIs(1));
  EXPECT_LE(counted[0].stack.size(), 40);
}

TEST(GoOwners, AreTheUsersWhereTheirFilesAre) {
  struct Case {
    const char* file;
    bool is_library;
  };
  for (const auto& [file, is_of_library] : {
           Case{"/usr/local/go/src/net/http/client.go", true},
           {"/usr/lib/go-1.19/src/net/http/client.go", true},
           {"/opt/go1.22.3/src/os/file.go", true},
           {"/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.12.linux-amd64/src/os/file.go",
            true},
           {"/home/me/go/pkg/mod/github.com/x/y@v1.2.3/z.go", true},
           {"/home/me/client/vendor/github.com/x/y/z.go", true},
           {"github.com/x/y@v1.2.3/z.go", true},  // built with -trimpath, as the next
           {"net/http/client.go", true},
           {"vendor/golang.org/x/net/http2/frame.go", true},
           {"internal/poll/fd_unix.go", true},
           {"slices/sort.go", true},
           {"time/sleep.go", true},
           {"example.com/client/fetch.go", false},
           {"client/fetch.go", false},
           {"./fetch.go", false},
           {"command-line-arguments/fetch.go", false},
           {"/home/me/client/fetch.go", false},
           {"/home/me/go/src/github.com/me/client/fetch.go", false},  // in a GOPATH
           {"/home/me/src/client/fetch.go", false},
           {"/home/me/project/src/net/fetch.go", false},
           {"/home/me/go-client/src/api/fetch.go", false},
           {"/home/me/go/src/client/fetch.go", false},
           {"fetch.go", false},
           {"_cgo_gotypes.go", true},
       }) {
    EXPECT_EQ(is_library(Place{.function = "main.f", .file = file}), is_of_library) << file;
  }
}

TEST(GoOwners, AreTheUsersInMainWhereNoFileIsKnown) {
  EXPECT_FALSE(is_library({.function = "main.fetch"}));
  for (const char* const function :
       {"net/http.(*Client).do", "github.com/x/y.Fetch", "malloc", ""}) {
    EXPECT_TRUE(is_library({.function = function})) << function;
  }
}

// The address of an inlined function may have no line of its own.
TEST(GoOwners, HaveALineWhereTheirFunctionHasOne) {
  const auto frames = [](std::uintptr_t address) {
    return std::vector<Frame>{address == 1 ? Frame{.function = "main.main"} : code.at(6).front()};
  };
  for (const auto& [pcs, size] : {std::pair(std::vector<std::uintptr_t>{1, 6}, 1U),
                                  {std::vector<std::uintptr_t>{1}, 1U},
                                  {std::vector<std::uintptr_t>{6, 1}, 2U}}) {
    const Explanation found =
        explanation({{.stack = pcs, .size = 8, .objects = 1, .bytes = 8}}, {}, frames);
    ASSERT_THAT(found.holdings, SizeIs(1));
    EXPECT_THAT(found.holdings[0].stack, SizeIs(size));
    EXPECT_EQ(found.holdings[0].stack[0].line, pcs.back() == 6 ? 6 : pcs[0] == 6 ? 6 : 0);
  }
}

}  // namespace
}  // namespace leakproof::go
