// SPDX-License-Identifier: MIT
#include "environment/origin_override.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "model/usage_error.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

class OriginOverrides : public ::testing::Test {
 protected:
  ~OriginOverrides() override { std::filesystem::remove(file_); }

  OriginOverride given(const std::string& replies) {
    std::ofstream(file_) << replies;
    return origin_override({.replay_file = file_});
  }

  std::string file_ = ::testing::TempDir() + "/origin_override_" + std::to_string(::getpid());
};

TEST_F(OriginOverrides, AreNoneWhereTheOptionsNameNone) {
  const OriginOverride none = origin_override({});
  EXPECT_THAT(none.replies, IsEmpty());
  EXPECT_FALSE(none.upstream);
}

TEST_F(OriginOverrides, ReadTheRepliesOfAFile) {
  EXPECT_THAT(given("HTTP/1.1 204 No Content\r\n\r\n\n--- close\n").replies, SizeIs(1));
}

TEST_F(OriginOverrides, NameTheFileAndTheLineThatIsWrong) {
  EXPECT_THAT([&] { given("x\n--- never\n"); }, ThrowsMessage<UsageError>(::testing::AllOf(
                                                    HasSubstr("replies: "), HasSubstr("line 2"))));
  EXPECT_THAT([] { origin_override({.replay_file = "/no/such/file"}); },
              ThrowsMessage<UsageError>(HasSubstr("cannot read /no/such/file")));
  EXPECT_THAT([] { origin_override({.replay_file = "/tmp"}); },
              ThrowsMessage<UsageError>(HasSubstr("cannot read /tmp")));
}

TEST_F(OriginOverrides, RefuseAnUpstreamThatCannotBeReached) {
  EXPECT_THAT([] { origin_override({.upstream = "http://127.0.0.1:1/"}); },
              ThrowsMessage<UsageError>(HasSubstr("no server listens at 127.0.0.1:1")));
  EXPECT_THAT([] { origin_override({.upstream = "https://h/"}); },
              ThrowsMessage<UsageError>(HasSubstr("upstream: https://h/: only http://")));
}

}  // namespace
}  // namespace leakproof
