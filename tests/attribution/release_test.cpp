// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "attribution/release_calls.hpp"
#include "attribution/release_functions.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;

TEST(ReleaseFunction, HasTheWordsOfTheOneThatMakes) {
  const std::vector<std::string> exported{"git_remote_callbacks_free",
                                          "git_remote_connect",
                                          "git_remote_connect_options_dispose",
                                          "git_remote_delete",
                                          "git_remote_free",
                                          "git_repository_free",
                                          "jwt_free",
                                          "jwt_free_str",
                                          "jwt_decode",
                                          "avformat_free_context",
                                          "avformat_close_input",
                                          "avformat_open_input"};
  EXPECT_EQ(release_function_for("git_remote_connect", exported), "git_remote_free");
  EXPECT_EQ(release_function_for("jwt_decode", exported), "jwt_free");
  EXPECT_EQ(release_function_for("avformat_open_input", exported), "avformat_close_input");
}

TEST(ReleaseFunction, IsOfTheSameLibraryInC) {
  const std::vector<std::string> exported{"zip_close", "curl_free", "a_b_free"};
  EXPECT_EQ(release_function_for("tar_open", exported), "");
  EXPECT_EQ(release_function_for("zip::open_file(char const*)", exported), "");
  EXPECT_EQ(release_function_for("parse", exported), "");
  EXPECT_EQ(release_function_for("zip_close", exported), "") << "it is called";
  EXPECT_EQ(release_function_for("a_x_parse", exported), "") << "of something else";
}

std::string suggested(std::string_view functions, std::string_view calls) {
  const ReleaseCall* const found = release_call_for(functions, calls);
  return std::string(found == nullptr ? "" : found->suggestion);
}

// A token of libjwt has values of jansson.
TEST(ReleaseCalls, OfWhatALibraryIsBuiltOnAreTheLibrarys) {
  EXPECT_EQ(suggested("\njson_loads\n\njwt_decode\n", "\njwt_decode\n"), "");
  EXPECT_THAT(suggested("\njson_loads\n", "\njson_loads\n"), HasSubstr("json_decref"));
  EXPECT_THAT(suggested("\njson_loads\n", ""), HasSubstr("json_decref"));
  EXPECT_THAT(suggested("\njsonp_malloc\n\njson_string\n", "\njson_string\n"),
              HasSubstr("json_object_set_new"));
  EXPECT_THAT(suggested("\ncurl_easy_init\n", "\nfetch\n"), HasSubstr("curl_easy_cleanup"));
}

}  // namespace
}  // namespace leakproof
