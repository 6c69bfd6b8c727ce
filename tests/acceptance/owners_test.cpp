// SPDX-License-Identifier: MIT
// Tests that the owners of a leak are found, with their lines, and no other code is
// reported.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <numeric>

#include <leakproof/conclusion.hpp>

#include "acceptance/line_of.hpp"
#include "environment/local_environment.hpp"
#include "environment/programs.hpp"
#include "model/client_usage.hpp"
#include "model/owner.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "probes/catalogue.hpp"
#include "support/run_program.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

auto is_at(const std::string& file, const std::string& words) {
  return ::testing::AllOf(
      ::testing::Field("file", &Place::file, ::testing::EndsWith(file)),
      ::testing::Field("line", &Place::line,
                       testing::line_of(std::string(SOURCES "/") + file, words)));
}

auto is_called(const char* function) {
  return ::testing::Field("function", &Place::function, HasSubstr(function));
}

class OwnersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  }

  Result judge(const std::string& worker, const std::string& client,
               const std::string& scenario = "plain", ClientUsage client_usage = {},
               std::int64_t horizon = 600) {
    LocalEnvironment bench({.words = {worker}, .answer_timeout = std::chrono::seconds(60)},
                           interrupt_);
    const Trial trial{.client = client,
                      .scenario = {.name = scenario, .expected_outcome = ExpectedOutcome::either},
                      .client_usage = client_usage,
                      .plan = {.horizon = horizon},
                      .fetches_from_origin = false,
                      .attribution = Attribution::always};
    return run(trial, bench, probes::catalogue());
  }

 private:
  Interrupt interrupt_;
};

std::vector<Owner> owners_of(const Result& result, const std::string& metric) {
  std::vector<Owner> owners;
  std::ranges::copy_if(result.owners, std::back_inserter(owners),
                       [&](const Owner& owner) { return owner.metric == metric; });
  return owners;
}

double explained(const std::vector<Owner>& owners) {
  return std::accumulate(owners.begin(), owners.end(), 0.0,
                         [](double sum, const Owner& owner) { return sum + owner.share; });
}

struct Leak {
  std::string worker;
  std::string client;
  std::string scenario;
  std::string metric;
  std::string file;
  std::string words;             // contained in the line
  std::string or_words = words;  // since libcurl 8, a share itself is larger than what it caches
};

void PrintTo(const Leak& leak, std::ostream* out) { *out << leak.client; }

class OwnerOf : public OwnersTest, public ::testing::WithParamInterface<Leak> {};

TEST_P(OwnerOf, IsTheLineThatLeaks) {
  const auto& [worker, client, scenario, metric, file, words, or_words] = GetParam();
  const Result result = judge(worker, client, scenario);
  ASSERT_EQ(result.ruling, Conclusion::leaks) << result.reason;
  const std::vector<Owner> owners = owners_of(result, metric);
  ASSERT_FALSE(owners.empty()) << result.unattributed;
  EXPECT_THAT(owners.front().stack, Contains(AnyOf(is_at(file, words), is_at(file, or_words))));
  EXPECT_TRUE(owners.front().yours.has_value());
  EXPECT_GE(explained(owners), 0.95) << result.unattributed;
  EXPECT_LE(explained(owners), 1.1) << result.unattributed;
}

const std::string bundled = bundled_worker();
const std::string control = control_worker();
const std::string planted = PLANTED_WORKER;

INSTANTIATE_TEST_SUITE_P(
    Leak, OwnerOf,
    ::testing::Values(Leak{bundled, "naive", "plain", "heap_bytes", "clients/adapters/naive.cpp",
                           "return perform(easy)"},
                      Leak{bundled, "naive", "small", "descriptors", "clients/adapters/naive.cpp",
                           "return perform(easy)"},
                      Leak{bundled, "hoarding", "plain", "heap_bytes",
                           "clients/adapters/hoarding.cpp", "perform(easy.get())"},
                      Leak{bundled, "closed", "drop-mid-body", "heap_bytes",
                           "clients/adapters/closed.cpp", "perform(easy)"},
                      Leak{bundled, "header-list-unfreed", "plain", "heap_bytes",
                           "clients/adapters/header_list_unfreed.cpp", "curl_slist_append("},
                      Leak{bundled, "mime-unfreed", "multipart", "heap_bytes",
                           "clients/adapters/mime_unfreed.cpp", "prepare(easy.get(), request)"},
                      Leak{bundled, "multi-unremoved", "plain", "heap_bytes",
                           "clients/adapters/multi_unremoved.cpp", "curl_easy_init()"},
                      Leak{bundled, "share-uncleaned", "plain", "heap_bytes",
                           "clients/adapters/share_uncleaned.cpp", "return perform(easy.get())",
                           "= curl_share_init()"},
                      Leak{control, "heap", "small", "heap_bytes",
                           "harness/controls/planted/heap.cpp", "new char[8]"},
                      Leak{control, "descriptors", "small", "descriptors",
                           "harness/controls/planted/descriptors.cpp", "::open("},
                      Leak{control, "threads", "small", "threads",
                           "harness/controls/planted/threads.cpp", "pthread_create("},
                      Leak{control, "connections", "small", "descriptors",
                           "harness/controls/plain_request.cpp", "::socket("},
                      Leak{planted, "every-twentieth", "small", "heap_bytes",
                           "tests/support/planted_worker.cpp", "lost_ = new char[8]"},
                      Leak{planted, "maps-pages", "small", "mapped_bytes",
                           "tests/support/planted_worker.cpp", "::mmap(nullptr, 4096"},
                      Leak{planted, "grows-mappings", "small", "mapped_bytes",
                           "tests/support/planted_worker.cpp", "::mremap("},
                      Leak{planted, "keeps-threads", "small", "threads",
                           "tests/support/planted_worker.cpp", "std::thread(pause_forever)"}),
    [](const auto& one) {
      std::string name = one.param.client + "_" + one.param.metric;
      std::ranges::replace(name, '-', '_');
      return name;
    });

TEST_F(OwnersTest, ThroughALibraryWithoutDebugInformationIsItsFunctionAndTheCallersLine) {
  const Result result = judge(bundled, "naive");
  bool starts = false;
  bool performs = false;
  for (const Owner& owner : owners_of(result, "heap_bytes")) {
    if (!owner.yours || *owner.yours == 0) continue;
    const Place& caller = owner.stack[*owner.yours];
    const Place& called = owner.stack[*owner.yours - 1];
    EXPECT_THAT(called.module, HasSubstr("libcurl"));
    EXPECT_THAT(called.file, IsEmpty());
    starts |= called.function == "curl_easy_init" &&
              ::testing::Matches(is_at("clients/adapters/naive.cpp", "curl_easy_init()"))(caller);
    // libcurl 8 continues in a function without a symbol by a tail call.
    performs |= (called.function == "curl_easy_perform" || called.function.empty()) &&
                ::testing::Matches(is_at("clients/easy.cpp", "curl_easy_perform(easy)"))(caller);
  }
  EXPECT_TRUE(starts);
  EXPECT_TRUE(performs);
}

TEST_F(OwnersTest, OfSocketsSayWhatBothEndsDo) {
  const Result result = judge(control, "connections");
  const std::vector<Owner> owners = owners_of(result, "descriptors");
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_THAT(owners.front().details, HasSubstr("ESTABLISHED at both ends; the origin sent "));
}

// They are looked for with as many descriptors again.
TEST_F(OwnersTest, OfDescriptorsAreFoundThoughTheClientIsStoppedBeforeItsLimit) {
  for (const std::int64_t limit : {100, 200}) {
    const Interrupt interrupt;
    LocalEnvironment bench({.words = {control}, .answer_timeout = std::chrono::seconds(60)},
                           interrupt);
    const Trial trial{.client = "descriptors",
                      .scenario = {.name = "small", .expected_outcome = ExpectedOutcome::either},
                      .plan = {.max_descriptors = limit},
                      .fetches_from_origin = false,
                      .attribution = Attribution::always};
    const Result result = run(trial, bench, probes::catalogue());
    EXPECT_THAT(result.reason,
                HasSubstr("before its descriptor limit of " + std::to_string(limit)));
    const std::vector<Owner> owners = owners_of(result, "descriptors");
    ASSERT_THAT(owners, SizeIs(1)) << result.unattributed;
    EXPECT_THAT(owners.front().stack,
                Contains(is_at("harness/controls/planted/descriptors.cpp", "::open(")));
    EXPECT_NEAR(owners.front().count_per_fetch, 1, 0.001);
  }
}

TEST_F(OwnersTest, AreNotPoolsThatWereFilledBeforeOrAreFilledAgain) {
  const Result result = judge(planted, "leaks-beside-pools");
  ASSERT_THAT(result.owners, SizeIs(1)) << result.unattributed;
  EXPECT_THAT(result.owners.front().stack, Contains(is_called("lose_one")));
  EXPECT_NEAR(result.owners.front().count_per_fetch, 1, 0.001);
}

// Each leak has a different size, so that confusing two stacks would be detected.
TEST_F(OwnersTest, OfEightThreadsAreNeitherLostNorMixed) {
  const Result result = judge(planted, "leaks-three-ways", "plain", {.threads = 8});
  ASSERT_THAT(result.owners, SizeIs(3)) << result.unattributed;
  EXPECT_THAT(result.unattributed, IsEmpty());
  const std::array<std::tuple<const char*, double, double>, 3> expected{
      {{"// three", 3, 1000}, {"// two", 2, 104}, {"// one", 1, 24}}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& [words, count, bytes] = expected[i];
    const Owner& owner = result.owners[i];
    EXPECT_THAT(owner.stack, Contains(is_at("tests/support/planted_worker.cpp", words)));
    EXPECT_NEAR(owner.count_per_fetch, count, 1e-9);
    EXPECT_NEAR(owner.bytes_per_fetch, count * bytes, 0.03 * count * bytes);
  }
}

TEST_F(OwnersTest, AreFoundInAWorkerThatLoadsLibrariesAndForks) {
  const Result result = judge(planted, "loads-and-forks", "plain", {}, 100);
  ASSERT_FALSE(result.owners.empty()) << result.reason << result.unattributed;
  EXPECT_THAT(result.owners.front().stack,
              Contains(is_at("tests/support/planted_worker.cpp", "// one")));
  EXPECT_NEAR(result.owners.front().count_per_fetch, 1, 0.001);
}

class OwnersBeside : public OwnersTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(OwnersBeside, IsFoundByItsLine) {
  const std::string library = std::string("/usr/lib/x86_64-linux-gnu/") + GetParam();
  if (!std::filesystem::exists(library)) GTEST_SKIP() << library << " is not installed";
  ::setenv("LD_PRELOAD", library.c_str(), 1);
  const Result result = judge(planted, "leaks-three-ways", "plain", {.threads = 4});
  const Result by_new = judge(control, "heap");
  ::unsetenv("LD_PRELOAD");
  ASSERT_THAT(result.owners, SizeIs(3)) << result.reason << result.unattributed;
  EXPECT_NEAR(result.owners.front().count_per_fetch, 3, 1e-9);
  EXPECT_THAT(result.owners.front().stack,
              Contains(is_at("tests/support/planted_worker.cpp", "// three")));
  ASSERT_FALSE(by_new.owners.empty());
  EXPECT_THAT(by_new.owners.front().stack,
              Contains(is_at("harness/controls/planted/heap.cpp", "new char[8]")));
}

INSTANTIATE_TEST_SUITE_P(Allocator, OwnersBeside,
                         ::testing::Values("libjemalloc.so.2", "libtcmalloc_minimal.so.4"),
                         [](const auto& one) { return one.index == 0 ? "Jemalloc" : "Tcmalloc"; });

TEST_F(OwnersTest, AreNotLookedForWhereNobodyAsked) {
  Interrupt interrupt;
  LocalEnvironment bench({.words = {control}}, interrupt);
  const Trial trial{.client = "heap", .scenario = {.name = "small"}, .fetches_from_origin = false};
  const Result result = run(trial, bench, probes::catalogue());
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_THAT(result.owners, IsEmpty());
  EXPECT_THAT(result.unattributed, IsEmpty());
}

TEST(ExplainCommand, ShowsOwnersWithWholeStacksAndSaysWhatIsNotThere) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const std::string file =
      ::testing::TempDir() + "explained_" + std::to_string(::getpid()) + ".json";
  testing::run_program({LEAKPROOF, "run", "header-list-unfreed", "--on", "small", "--no-controls",
                        "--horizon", "200", "--json", file});
  for (const char* const trial :
       {"header-list-unfreed × small", "header-list-unfreed/small", "header-list-unfreed"}) {
    const testing::Ended explained = testing::run_program({LEAKPROOF, "explain", file, trial});
    EXPECT_EQ(explained.exit_code, 0) << explained.errors;
    EXPECT_THAT(explained.output, HasSubstr("> HeaderListUnfreed::fetch ("));
  }
  const testing::Ended mistaken =
      testing::run_program({LEAKPROOF, "explain", file, "header/small"});
  EXPECT_EQ(mistaken.exit_code, 2);
  EXPECT_THAT(mistaken.errors, HasSubstr("has no trial \"header/small\""));
  EXPECT_EQ(testing::run_program({LEAKPROOF, "explain", "/dev/null"}).exit_code, 2);
}

}  // namespace
}  // namespace leakproof
