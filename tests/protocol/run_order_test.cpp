// SPDX-License-Identifier: MIT
#include "protocol/run_order.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace leakproof::protocol {
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

class NoOrder : public ::testing::TestWithParam<const char*> {};

TEST_P(NoOrder, IsRefused) { EXPECT_FALSE(parse_run_order(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(
    Of, NoOrder,
    ::testing::Values("", "run", "run 20", "walk 20 http://a/", "run many http://a/",
                      "run -1 http://a/", "run 2x http://a/", "run 99999999999999999999 http://a/",
                      "run 1 http://a/ colour=red", "run 1 http://a/ timeout", "run 1 http://a/ =1",
                      "run 1 http://a/ timeout=", "run 1 http://a/ timeout=-1",
                      "run 1 http://a/ timeout=1s", "run 1 http://a/ upload=-1",
                      "run 1 http://a/ cancel_after=some", "run 1 http://a/ threads=0",
                      "run 1 http://a/ threads=two", "run 1 http://a/ multipart=yes",
                      "run 1 http://a/ thread_each=2", "run 1 http://a/ client_each="),
    [](const auto& one) { return std::to_string(one.index); });

RunOrder every_field_unusual() {
  return {.fetches = 3,
          .request = {.url = "http://a/?b=c",
                      .method = "POST",
                      .upload_bytes = 65536,
                      .multipart = true,
                      .expect_continue = true,
                      .if_none_match = "\"v=1\"",
                      .user = "me:secret=1",
                      .proxy = "http://127.0.0.1:8080",
                      .ca_file = "/tmp/ca.pem",
                      .certificate_file = "/tmp/me.pem",
                      .timeout = milliseconds(25),
                      .cancel_after = 100,
                      .http2 = true},
          .threads = 4,
          .thread_each = true,
          .client_each = true};
}

// Comparing the written lines would not detect a field that both writing and parsing omit.
void expect_equal(const RunOrder& one, const RunOrder& other) {
  EXPECT_EQ(one.fetches, other.fetches);
  EXPECT_EQ(one.request.url, other.request.url);
  EXPECT_EQ(one.request.method, other.request.method);
  EXPECT_EQ(one.request.upload_bytes, other.request.upload_bytes);
  EXPECT_EQ(one.request.multipart, other.request.multipart);
  EXPECT_EQ(one.request.expect_continue, other.request.expect_continue);
  EXPECT_EQ(one.request.if_none_match, other.request.if_none_match);
  EXPECT_EQ(one.request.user, other.request.user);
  EXPECT_EQ(one.request.proxy, other.request.proxy);
  EXPECT_EQ(one.request.ca_file, other.request.ca_file);
  EXPECT_EQ(one.request.certificate_file, other.request.certificate_file);
  EXPECT_EQ(one.request.timeout, other.request.timeout);
  EXPECT_EQ(one.request.cancel_after, other.request.cancel_after);
  EXPECT_EQ(one.request.http2, other.request.http2);
  EXPECT_EQ(one.threads, other.threads);
  EXPECT_EQ(one.thread_each, other.thread_each);
  EXPECT_EQ(one.client_each, other.client_each);
}

TEST(Order, ComesBackAsItWasWritten) {
  const auto order = parse_run_order(write(every_field_unusual()));
  ASSERT_TRUE(order);
  expect_equal(*order, every_field_unusual());
}

// Workers in other languages read these names.
TEST(Order, HasTheNamesOfTheProtocol) {
  EXPECT_EQ(write(every_field_unusual()),
            "run 3 http://a/?b=c method=POST upload=65536 multipart=1 expect_continue=1 "
            "if_none_match=\"v=1\" user=me:secret=1 proxy=http://127.0.0.1:8080 ca=/tmp/ca.pem "
            "certificate=/tmp/me.pem timeout=25 cancel_after=100 http2=1 threads=4 thread_each=1 "
            "client_each=1");
}

TEST(Order, LeavesOutWhatIsAsUsual) {
  EXPECT_EQ(write({.fetches = 20, .request = {.url = "http://a/"}}), "run 20 http://a/");
  EXPECT_EQ(write_request({.request = {.url = "http://a/", .timeout = milliseconds(25)}}),
            "http://a/ timeout=25");
}

TEST(Order, CarriesNothingThatWouldEndAWord) {
  for (const char* const odd : {"a b", "a\nstop", "a\tb", "a\x7f"}) {
    EXPECT_THROW(write({.request = {.url = odd}}), std::invalid_argument);
    EXPECT_THROW(write({.request = {.url = "http://a/", .user = odd}}), std::invalid_argument);
  }
}

}  // namespace
}  // namespace leakproof::protocol
