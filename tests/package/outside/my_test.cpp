// SPDX-License-Identifier: MIT
#include <leakproof/gtest.hpp>

#include "get.hpp"

leakproof::Outcome my_fetch(const leakproof::Request& request) { return {.ok = get(request.url)}; }

TEST(MyClient, DoesNotLeakWhenTheServerHangsUp) {
  EXPECT_THAT(my_fetch, leakproof::DoesNotLeak().On("drop-mid-body").Horizon(500));
}
