// SPDX-License-Identifier: MIT
#include "interposer/own_pages.hpp"

#include <gmock/gmock.h>

#include <cstdint>

namespace leakproof::preload {
namespace {

TEST(OwnPages, AreReadableAndWritable) {
  auto* const pages = static_cast<char*>(own_pages(4096));
  ASSERT_NE(pages, nullptr);
  EXPECT_EQ(pages[4095], 0);
  pages[4095] = 1;
  EXPECT_EQ(::munmap(pages, 4096), 0);
}

TEST(OwnPages, AreNullWhereThereIsNoRoom) { EXPECT_EQ(own_pages(SIZE_MAX / 2), nullptr); }

}  // namespace
}  // namespace leakproof::preload
