// SPDX-License-Identifier: MIT
#include "protocol/run_order.hpp"

#include <gtest/gtest.h>

#include "environment/request_line.hpp"
#include "model/client_usage.hpp"

namespace leakproof {
namespace {

using std::chrono::milliseconds;

TEST(Order, IsACountAndAnAddress) {
  const auto order = parse_run_order("run 20 http://127.0.0.1:80/plain?a=b");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->fetches, 20);
  EXPECT_EQ(order->request.url, "http://127.0.0.1:80/plain?a=b");
  EXPECT_EQ(order->request.method, "GET");
  EXPECT_EQ(order->threads, 1);
}

TEST(Order, TakesEveryWord) {
  const auto order = parse_run_order(
      "run 3 http://a/ method=POST upload=65536 multipart=1 expect_continue=1 "
      "if_none_match=\"v=1\" user=me:secret=1 proxy=http://127.0.0.1:8080 ca=/tmp/ca.pem "
      "certificate=/tmp/me.pem timeout=25 cancel=100 http2=1 threads=4 thread_each=1 "
      "client_each=1");
  ASSERT_TRUE(order);
  const Request& request = order->request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.upload_bytes, 65536U);
  EXPECT_TRUE(request.multipart);
  EXPECT_TRUE(request.expect_continue);
  EXPECT_EQ(request.if_none_match, "\"v=1\"");
  EXPECT_EQ(request.user, "me:secret=1");
  EXPECT_EQ(request.proxy, "http://127.0.0.1:8080");
  EXPECT_EQ(request.ca_file, "/tmp/ca.pem");
  EXPECT_EQ(request.certificate_file, "/tmp/me.pem");
  EXPECT_EQ(request.timeout, milliseconds(25));
  EXPECT_EQ(request.cancel_after, 100U);
  EXPECT_TRUE(request.http2);
  EXPECT_EQ(order->threads, 4);
  EXPECT_TRUE(order->thread_each);
  EXPECT_TRUE(order->client_each);
}

class NoOrder : public ::testing::TestWithParam<const char*> {};

TEST_P(NoOrder, IsRefused) { EXPECT_FALSE(parse_run_order(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(
    Of, NoOrder,
    ::testing::Values("", "run", "run 20", "walk 20 http://a/", "run many http://a/",
                      "run -1 http://a/", "run 2x http://a/", "run 99999999999999999999 http://a/",
                      "run 1 http://a/ colour=red", "run 1 http://a/ timeout", "run 1 http://a/ =1",
                      "run 1 http://a/ timeout=", "run 1 http://a/ timeout=-1",
                      "run 1 http://a/ timeout=1s", "run 1 http://a/ upload=-1",
                      "run 1 http://a/ cancel=some", "run 1 http://a/ threads=0",
                      "run 1 http://a/ threads=two", "run 1 http://a/ multipart=yes",
                      "run 1 http://a/ thread_each=2", "run 1 http://a/ client_each="),
    [](const auto& one) { return std::to_string(one.index); });

class AskedFor : public ::testing::TestWithParam<server::ScenarioEntry> {};

TEST_P(AskedFor, IsUnderstood) {
  const server::ScenarioEntry& scenario = GetParam();
  const server::Origin origin(scenario);
  const ClientUsage client_usage{.threads = 2, .thread_each = true, .client_each = true};
  const auto order =
      parse_run_order("run 1 " + ask_of(scenario, origin, client_usage, origin.port()));
  ASSERT_TRUE(order);
  const Request& request = order->request;
  EXPECT_EQ(request.url, origin.url());
  EXPECT_EQ(request.method, scenario.ask.method);
  EXPECT_EQ(request.upload_bytes, scenario.ask.upload_bytes);
  EXPECT_EQ(request.multipart, scenario.ask.multipart);
  EXPECT_EQ(request.expect_continue, scenario.ask.expect_continue);
  EXPECT_EQ(request.if_none_match, scenario.ask.if_none_match);
  EXPECT_EQ(request.user, scenario.ask.user);
  EXPECT_EQ(request.proxy, origin.proxy());
  EXPECT_EQ(request.ca_file, origin.authority_file());
  EXPECT_EQ(request.certificate_file, origin.client_file());
  EXPECT_EQ(request.timeout, milliseconds(scenario.ask.timeout_ms));
  EXPECT_EQ(request.cancel_after, scenario.ask.cancel_after);
  EXPECT_EQ(request.http2, scenario.behind_http2);
  EXPECT_EQ(order->threads, 2);
  EXPECT_TRUE(order->thread_each);
  EXPECT_TRUE(order->client_each);
}

INSTANTIATE_TEST_SUITE_P(Of, AskedFor, ::testing::ValuesIn(server::catalogue()),
                         [](const auto& one) {
                           std::string name;
                           for (const char letter : one.param.name) {
                             name +=
                                 std::isalnum(static_cast<unsigned char>(letter)) ? letter : '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace leakproof
