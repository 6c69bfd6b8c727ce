// SPDX-License-Identifier: MIT
#include "environment/request_line.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <chrono>
#include <string>

#include "../server/raw_client.hpp"
#include "model/client_usage.hpp"

namespace leakproof {
namespace {

using std::chrono::milliseconds;

class OrderFor : public ::testing::TestWithParam<server::ScenarioEntry> {};

TEST_P(OrderFor, AScenarioIsUnderstoodByTheWorker) {
  const server::ScenarioEntry& scenario = GetParam();
  const server::Origin origin(scenario);
  const ClientUsage usage{.threads = 2, .thread_each = true, .client_each = true};
  const auto order =
      protocol::parse_run_order("run 1 " + request_line(scenario, origin, usage, origin.port()));
  ASSERT_TRUE(order);
  const Request& request = order->request;
  EXPECT_EQ(request.url, origin.url());
  EXPECT_EQ(request.method, scenario.request.method);
  EXPECT_EQ(request.upload_bytes, scenario.request.upload_bytes);
  EXPECT_EQ(request.multipart, scenario.request.multipart);
  EXPECT_EQ(request.expect_continue, scenario.request.expect_continue);
  EXPECT_EQ(request.if_none_match, scenario.request.if_none_match);
  EXPECT_EQ(request.user, scenario.request.user);
  EXPECT_EQ(request.proxy, origin.proxy());
  EXPECT_EQ(request.ca_file, origin.authority_file());
  EXPECT_EQ(request.certificate_file, origin.client_file());
  EXPECT_EQ(request.timeout, milliseconds(scenario.request.timeout_ms));
  EXPECT_EQ(request.cancel_after, scenario.request.cancel_after);
  EXPECT_EQ(request.http2, scenario.behind_http2);
  EXPECT_EQ(order->threads, 2);
  EXPECT_TRUE(order->thread_each);
  EXPECT_TRUE(order->client_each);
}

INSTANTIATE_TEST_SUITE_P(Each, OrderFor, ::testing::ValuesIn(server::catalogue()),
                         [](const auto& one) {
                           std::string name;
                           for (const char letter : one.param.name) {
                             name +=
                                 std::isalnum(static_cast<unsigned char>(letter)) ? letter : '_';
                           }
                           return name;
                         });

TEST(OrderFor, AUsageThatSaysSoGoesBeforeTheScenario) {
  const server::Origin origin(server::scenario("stall"));
  const ClientUsage usage{.cancel_after = 7, .timeout = milliseconds(70)};
  const auto order = order_for(server::scenario("stall"), origin, usage, 4711);
  EXPECT_EQ(order.request.timeout, milliseconds(70));
  EXPECT_EQ(order.request.cancel_after, 7U);
  EXPECT_EQ(order.request.url, "http://127.0.0.1:4711/stall");
}

}  // namespace
}  // namespace leakproof
