// SPDX-License-Identifier: MIT
#include "report/owner_text.hpp"

#include <gtest/gtest.h>

#include "model/owner.hpp"

namespace leakproof::report {
namespace {

TEST(OwnerText, NamesModuleAndOffsetWhereNothingElseIsKnown) {
  EXPECT_EQ(text(Place{.function = "curl_exec"}), "curl_exec");
  EXPECT_EQ(text(Place{.module = "libcurl.so.4", .offset = 0x6cfa0}), "libcurl.so.4+0x6cfa0");
}

TEST(OwnerText, NamesALineOfAScriptWithoutAFunction) {
  EXPECT_EQ(text(Place{.file = "/home/me/mine.py", .line = 5}), "/home/me/mine.py:5");
}

TEST(OwnerText, GivesBytesAndBlocksPerFetch) {
  EXPECT_EQ(text(Owner{.metric = "heap_bytes",
                       .source = "call stacks",
                       .count_per_fetch = 31,
                       .bytes_per_fetch = 8940,
                       .share = 0.62}),
            "62 % of heap_bytes: 8,940 B/fetch in 31.0 blocks/fetch (call stacks)");
  EXPECT_EQ(text(Owner{.metric = "descriptors",
                       .source = "call stacks",
                       .count_per_fetch = 2,
                       .share = 1,
                       .details = "socket"}),
            "100 % of descriptors: 2.00/fetch; socket (call stacks)");
  EXPECT_EQ(text(Owner{.metric = "threads", .source = "jcmd", .share = 1, .details = "a, b, c, d"}),
            "100 % of threads; a, b, c, d (jcmd)");
  EXPECT_EQ(
      text(Owner{.metric = "threads", .source = "jcmd", .share = 1, .details = "a, b, c, d, e"}),
      "100 % of threads; a, b, c and 2 more (jcmd)");
}

TEST(OwnerText, NamesTheContainerOfItems) {
  EXPECT_EQ(text(Owner{.metric = "items",
                       .source = "tracemalloc",
                       .count_per_fetch = 1,
                       .details = "in list mine.timers"}),
            "items: 1.00/fetch; in list mine.timers (tracemalloc)");
}

}  // namespace
}  // namespace leakproof::report
