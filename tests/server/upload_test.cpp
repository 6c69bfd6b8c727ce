// SPDX-License-Identifier: MIT
#include "server/upload.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

namespace leakproof::server {
namespace {

/// A request body that arrives in two pieces; it breaks off unless `whole`.
httplib::ContentReader body(std::string first, std::string second, bool whole = true) {
  const auto pieces = [=](const httplib::ContentReceiver& receive) {
    return receive(first.data(), first.size()) && receive(second.data(), second.size()) && whole;
  };
  return {pieces, [=](const httplib::MultipartContentHeader& header,
                      const httplib::ContentReceiver& receive) {
            return header(httplib::MultipartFormData{}) && pieces(receive);
          }};
}

int status_of_upload(const httplib::ContentReader& reader, std::size_t size) {
  httplib::Response response;
  take_upload(reader, response, size);
  return response.status;
}

int status_of_form(const httplib::ContentReader& reader, std::size_t size) {
  httplib::Response response;
  take_form(reader, response, size);
  return response.status;
}

TEST(Upload, IsAcceptedWhereItHasTheSizeThatIsExpected) {
  EXPECT_EQ(status_of_upload(body("abc", "de"), 5), 200);
  EXPECT_EQ(status_of_form(body("abc", "de"), 5), 200);
}

TEST(Upload, IsRefusedWhereItIsShorterOrLonger) {
  for (const std::size_t size : {4U, 6U}) {
    EXPECT_EQ(status_of_upload(body("abc", "de"), size), 400);
    EXPECT_EQ(status_of_form(body("abc", "de"), size), 400);
  }
}

TEST(Upload, IsRefusedWhereItBreaksOff) {
  EXPECT_EQ(status_of_upload(body("abc", "de", false), 5), 400);
  EXPECT_EQ(status_of_form(body("abc", "de", false), 5), 400);
}

}  // namespace
}  // namespace leakproof::server
