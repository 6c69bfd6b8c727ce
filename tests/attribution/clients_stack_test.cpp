// SPDX-License-Identifier: MIT
#include "attribution/clients_stack.hpp"

#include <gmock/gmock.h>

#include <string>
#include <typeinfo>
#include <vector>

#include "loop/thread_pool.hpp"
#include "symbols/inlining.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Frame called(const char* function) { return {.function = function}; }
Frame in_file(const char* file) { return {.file = file}; }
Frame in_module(const char* module) { return {.module = module}; }
Frame at_path(const char* path) { return {.path = path}; }

TEST(ClientsStack, EndsWhereTheWorkersLoopBegins) {
  const Frame fetch = called("Pooled::fetch()");
  for (const Frame& loop :
       {in_file("/src/harness/loop/serve.cpp"), in_file("harness/loop/thread_pool.cpp"),
        called("leakproof::serve(leakproof::ClientEntry const&)"),
        called("leakproof::ThreadPool::fetch_once(leakproof::Client&)")}) {
    EXPECT_THAT(clients_part({fetch, loop, called("main")}), ElementsAre(fetch));
  }
}

TEST(ClientsStack, KnowsTheLoopByItsPresentName) {
  EXPECT_EQ(symbols::demangled(typeid(ThreadPool).name()), "leakproof::ThreadPool");
}

TEST(ClientsStack, LeavesOutWhatMerelyPassesAnAllocationOn) {
  const Frame fetch = called("fetch()");
  EXPECT_THAT(
      clients_part({in_module("libleakproof-heap.so"), called("operator new(unsigned long)"),
                    in_file("/usr/include/c++/12/bits/new_allocator.h"), fetch, called("main")}),
      ElementsAre(fetch, called("main")));
  EXPECT_THAT(clients_part({}), IsEmpty());
}

TEST(ClientsStack, TellsWhatCameWithTheSystem) {
  for (const char* path : {"/opt/leakproof/lib/leakproof/libraries/libcurl.so.4",
                           "/usr/lib/x86_64-linux-gnu/libcurl.so.4", "/lib/ld.so", "/usr/bin/curl",
                           "/bin/sh", "/usr/sbin/x", "/sbin/x", "/usr/libexec/x", ""}) {
    EXPECT_TRUE(is_of_the_system(at_path(path))) << path;
  }
  for (const char* path : {"/home/me/client", "/opt/lib/x.so", "/usr/local/lib/x.so"}) {
    EXPECT_FALSE(is_of_the_system(at_path(path))) << path;
  }
}

}  // namespace
}  // namespace leakproof
