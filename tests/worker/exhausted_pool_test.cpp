// SPDX-License-Identifier: MIT
#include "worker/exhausted_pool.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "paced_client.hpp"

namespace leakproof {
namespace {

using namespace std::chrono_literals;
using testing::Listener;

/// A client that is connected, and then does something for which it need not read a reply.
class ExhaustedPoolTest : public ::testing::Test {
 protected:
  /// The number of connections that is seen within ten seconds.
  std::int64_t seen(const std::string& then, bool is_sent, const GateCounts& counts = {}) {
    const Process client(listener_.client("/bin/bash", then));
    const auto end = listener_.accept();
    if (is_sent) listener_.hang_up();
    ExhaustedPool pool(client.pid(), end.server_port);
    const auto start = ExhaustedPool::Time{};
    for (int i = 0; i < 100; ++i) {
      // The client may not have come to wait yet.
      if (const auto unread = pool.look(counts, start + i * 1s)) return unread;
      std::this_thread::sleep_for(i < 20 ? 10ms : 1ms);
    }
    return 0;
  }

  Listener listener_;
};

TEST_F(ExhaustedPoolTest, IsSeenWhereAllRepliesAreUnread) { EXPECT_EQ(seen("read line", true), 1); }

TEST_F(ExhaustedPoolTest, IsNotWithoutAnUnreadReply) { EXPECT_EQ(seen("read line", false), 0); }

TEST_F(ExhaustedPoolTest, IsNotOfAClientThatOnlySleeps) {
  EXPECT_EQ(seen("exec sleep 1000", true), 0);
}

TEST_F(ExhaustedPoolTest, IsNotOfAClientWhoseRequestIsHeld) {
  EXPECT_EQ(seen("read line", true, {.held = 1}), 0);
}

}  // namespace
}  // namespace leakproof
