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
  const auto in_header = [](const char* function) {
    return Frame{.function = function, .file = "/usr/include/c++/12/bits/stl.h"};
  };
  EXPECT_THAT(
      clients_part({in_module("libleakproof-heap.so"), called("operator new(unsigned long)"),
                    in_header("void std::__cxx11::basic_string<…>::_M_construct"), fetch,
                    called("main")}),
      ElementsAre(fetch, called("main")));
  const Frame insert = in_header("std::map<…>::operator[]");
  EXPECT_THAT(clients_part({in_header("std::allocator<…>::allocate"), insert, fetch}),
              ElementsAre(insert, fetch))
      << "but for the container, which tells how it is held";
  const Frame agent{.path = "/usr/lib/leakproof/runtimes/php/leakproof_php.so"};
  EXPECT_THAT(clients_part({agent, fetch}), ElementsAre(fetch));
  EXPECT_THAT(clients_part({}), IsEmpty());
}

}  // namespace
}  // namespace leakproof
