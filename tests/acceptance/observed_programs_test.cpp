// SPDX-License-Identifier: MIT
// Tests that what runs is observed: programs with a sanitizer, that end their side of a connection,
// that use up their descriptors, or whose other processes grow.
#include <gmock/gmock.h>

#include "acceptance/judge_program.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using testing::Ended;
using ::testing::HasSubstr;
using testing::judge;
using testing::loop;
using testing::run_program;
using testing::Seen;
using testing::soon;

TEST(Program, ThatFinishesSendingBeforeTheReplyIsHeldLikeAnyOther) {
  const Seen clean = judge(soon, loop("finishes_sending"));
  EXPECT_EQ(clean.trial["ruling"], "clean") << clean.ended.output;
  EXPECT_EQ(clean.trial["fetches"], clean.trial["ledger"]["requests"]);
  const Seen hoards = judge(soon, loop("finishes_sending_hoarding"));
  EXPECT_EQ(hoards.trial["ruling"], "leaks") << hoards.ended.output;
}

// The steps of a redirect are requests, but not fetches.
TEST(Program, ThatFollowsRedirectsIsClean) {
  constexpr const char* follows =
      "import os, urllib.request\n"
      "while True: urllib.request.urlopen(os.environ['LEAKPROOF_URL']).read()";
  for (const char* const scenario : {"redirect", "unique-urls"}) {
    const Seen seen = judge({"--on", scenario, "--horizon", "300"}, {PYTHON, "-c", follows});
    EXPECT_EQ(seen.trial["ruling"], "clean") << scenario << seen.ended.output;
  }
}

// It would look like growth; what the user has set prevails, because it comes last.
TEST(Program, BuiltWithAddressSanitizerIsToldToKeepNoQuarantine) {
  const std::string none = "quarantine_size_mb=0:thread_local_quarantine_size_kb=0:";
  for (const std::string own : {"", "quarantine_size_mb=7"}) {
    const Ended ended = run_program({LEAKPROOF, "run", "--no-controls", "--on", "plain", "--", "sh",
                                     "-c", "echo \"<$ASAN_OPTIONS>\" >&2; exit 7"},
                                    {"ASAN_OPTIONS=" + own});
    EXPECT_THAT(ended.output, HasSubstr("<" + none + own + ">"));
  }
}

// Each reply leaves a cycle that holds a descriptor, or a socket.
TEST(PythonAgent, SaysWhichDescriptorsOnlyTheCollectorCloses) {
  const std::string program = R"(
import gc, http.client, os, socket, urllib.parse
gc.set_threshold(1000000)
url = urllib.parse.urlsplit(os.environ['LEAKPROOF_URL'])
connection = http.client.HTTPConnection(url.hostname, url.port)
while True:
    connection.request('GET', url.path)
    connection.getresponse().read()
    cycle = [HELD]
    cycle.append(cycle)
)";
  for (const char* const held : {"open('/dev/null')", "socket.socket()"}) {
    std::string holding = program;
    holding.replace(holding.find("HELD"), 4, held);
    const Seen seen = judge(soon, {PYTHON, "-c", holding});
    EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
    EXPECT_THAT(seen.trial["reason"].get<std::string>(),
                AllOf(HasSubstr("descriptors were closed only by the garbage collector"),
                      HasSubstr("they had reached ")));
  }
}

#if !LEAKPROOF_SANITIZED
// The sanitizer would keep what is freed, up to 256 MB of it.
// The allocator of GCC 14's sanitizer fills its lists for the first 1,500 requests.
TEST(Program, BuiltWithAddressSanitizerIsCleanThoughItAllocatesForEachRequest) {
  const std::vector<std::string> program{CHURNING_PROGRAM, "{url}"};
  const Seen seen = judge({}, program);
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
}

// What is left below the limit does not suffice for one more round.
TEST(Program, ThatIsStoppedBeforeItsDescriptorLimitHasAnOwnerAllTheSame) {
  for (const auto& [manner, per_fetch] : {std::pair("opens_twenty", 20), {"opens_seventy", 70}}) {
    const Seen seen = judge({}, loop(manner));
    EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
    EXPECT_THAT(seen.ended.output, HasSubstr("stopped before its descriptor limit of 1,024"));
    EXPECT_THAT(seen.ended.output,
                HasSubstr(" % of descriptors: " + std::to_string(per_fetch) + ".0/fetch; file"));
  }
}

TEST(Program, AndWorkerOfWhichAProcessThatMakesNoRequestsGrowsAreNotCalledClean) {
  const std::string child = PROGRAMS "/growing_child.py";
  const std::vector<std::string> as_worker{"--worker", PYTHON " " + child, "--on", "plain"};
  for (const Seen& seen : {judge(soon, {PYTHON, child, "{url}"}), judge(as_worker, {})}) {
    EXPECT_EQ(seen.trial["ruling"], "inconclusive") << seen.ended.output;
    EXPECT_THAT(seen.trial["reason"].get<std::string>(),
                HasSubstr("which makes no requests, grew by "));
  }
}
#endif

}  // namespace
}  // namespace leakproof
