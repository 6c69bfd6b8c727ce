// SPDX-License-Identifier: MIT
// Longer than most files, because it has a row for each rule.
#include "attribution/advise.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace leakproof {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::int64_t fetch_count = 1000;
constexpr std::int64_t mebibyte = 1 << 20;

/// A trial whose fetches succeed, and facts about its client.
struct Told {
  TrialFacts trial{.name = {.scenario = "plain"},
                   .has_body = true,
                   .expects_whole_reply = true,
                   .fetches = fetch_count};
  ClientFacts client{};
};

using Change = std::function<void(Told&)>;

struct Case {
  std::string name{};
  std::vector<Change> told{};
  std::string kind{};  // empty: no advice
};

void PrintTo(const Case& shown, std::ostream* out) { *out << shown.name; }

Change leaks(SeriesGrowth TrialFacts::*series, double per_fetch) {
  return [=](Told& told) {
    told.trial.ruling = Conclusion::leaks;
    told.trial.*series = {.per_fetch = per_fetch, .leaks = true};
  };
}
Change grows(SeriesGrowth TrialFacts::*series, double per_fetch) {
  return [=](Told& told) { (told.trial.*series).per_fetch = per_fetch; };
}
Change sends(double bytes_per_fetch) {
  return [=](Told& told) {
    told.trial.ledger.sent_bytes = static_cast<std::int64_t>(bytes_per_fetch * fetch_count);
  };
}
Change kept_elsewhere(double kept, double sent) {
  return [=](Told& told) { told.client.kept.push_back({.kept = kept, .sent = sent}); };
}
Change connections(std::int64_t opened, std::int64_t closed) {
  return [=](Told& told) {
    told.trial.ledger.connections = opened;
    told.trial.ledger.closed_by_client = closed;
  };
}
Change in_close_wait(std::int64_t count) {
  return [=](Told& told) { told.trial.ledger.close_wait = count; };
}
Change unread(std::int64_t bytes) {
  return [=](Told& told) { told.trial.ledger.unread_bytes = bytes; };
}
Change peak(std::int64_t bytes) {
  return [=](Told& told) { told.trial.peak_bytes = bytes; };
}
const Change clean = [](Told& told) { told.trial.ruling = Conclusion::clean; };
const Change inconclusive = [](Told& told) { told.trial.ruling = Conclusion::inconclusive; };
const Change fails = [](Told& told) { told.trial.failed = fetch_count; };
const Change fails_but_once = [](Told& told) { told.trial.failed = fetch_count - 1; };
const Change thread_each = [](Told& told) { told.trial.name.client_usage.thread_each = true; };
const Change unique_keys = [](Told& told) { told.trial.has_unique_keys = true; };
const Change may_be_cut_short = [](Told& told) { told.trial.expects_whole_reply = false; };
const Change leaks_elsewhere = [](Told& told) { told.client.leaks = true; };
const Change keeps_larger_replies = [](Told& told) { told.client.keeps_responses = true; };
const Change collected = [](Told& told) { told.trial.collected_descriptors = "900 descriptors"; };
const Change retains = [](Told& told) { told.trial.retention = "anonymous"; };

using F = TrialFacts;

class AdviceRules : public testing::TestWithParam<Case> {};

TEST_P(AdviceRules, NameTheKind) {
  Told told;
  for (const Change& change : GetParam().told) change(told);
  const auto advice = advise(told.trial, told.client);
  EXPECT_EQ(advice ? advice->kind : "", GetParam().kind);
  if (!advice) return;
  EXPECT_THAT(advice->evidence, Not(IsEmpty()));
  EXPECT_THAT(advice->suggestion, Not(IsEmpty()));
}

const std::vector<Case> cases{
    {"NothingOfAFlatTrial", {clean}, ""},
    {"PerThreadState", {thread_each, leaks(&F::heap_blocks, 2)}, "per-thread state"},
    {"PerThreadStateOnlyWithAThreadEach", {leaks(&F::heap_blocks, 2)}, "block never freed"},
    {"PerThreadStateOnlyOfALeak", {thread_each, inconclusive, grows(&F::heap_blocks, 2)}, ""},
    {"PerThreadStateNotOfThreadsThemselves",
     {thread_each, leaks(&F::threads, 1)},
     "thread never joined"},
    {"Threads", {leaks(&F::threads, 1), leaks(&F::heap_blocks, 2)}, "thread never joined"},
    {"ThreadsThatGrowAndDoNotLeak", {clean, grows(&F::threads, 1)}, ""},

    {"OnError", {fails, leaks(&F::descriptors, 1)}, "leak on error"},
    {"OnErrorOnlyOfALeak", {fails, clean}, ""},
    {"OnErrorOnlyWhereEveryFetchFails",
     {fails_but_once, leaks(&F::descriptors, 1)},
     "descriptor never closed"},
    {"OnErrorOnlyIfItDoesNotLeakElsewhere",
     {fails, leaks(&F::descriptors, 1), leaks_elsewhere},
     "descriptor never closed"},

    {"OneUnreadByte", {leaks(&F::connections, 1), unread(fetch_count)}, "body not read"},
    {"LessThanOneUnreadByte", {leaks(&F::connections, 1), unread(fetch_count - 1)}, ""},
    {"UnreadBytesWithoutConnections",
     {leaks(&F::descriptors, 1), unread(fetch_count)},
     "descriptor never closed"},

    {"Connections",
     {leaks(&F::descriptors, 1), leaks(&F::connections, 1), leaks(&F::heap_blocks, 58)},
     "connection never closed"},
    {"ConnectionsWithoutDescriptors", {leaks(&F::connections, 1)}, ""},
    {"HalfInCloseWait", {leaks(&F::descriptors, 1), in_close_wait(500)}, "connection never closed"},
    {"LessThanHalfInCloseWait",
     {leaks(&F::descriptors, 1), in_close_wait(499)},
     "descriptor never closed"},
    {"DescriptorsThatDoNotLeak",
     {clean, in_close_wait(fetch_count), grows(&F::descriptors, 1)},
     ""},

    {"WholeReplies", {leaks(&F::heap_bytes, 16'432), sends(16'500)}, "response kept"},
    {"NearlyAllOfAReply", {leaks(&F::heap_bytes, 9'000), sends(10'000)}, "response kept"},
    {"LessThanNearlyAllOfAReply",
     {leaks(&F::heap_bytes, 8'999), sends(10'000)},
     "block never freed"},
    {"AKilobyteOfReplies", {leaks(&F::heap_bytes, 1'024), sends(500)}, "response kept"},
    {"LessThanAKilobyte", {leaks(&F::heap_bytes, 1'023), sends(500)}, "block never freed"},
    {"TheSmallestReply", {leaks(&F::heap_bytes, 2'000), sends(128)}, "response kept"},
    {"LessThanTheSmallestReply", {leaks(&F::heap_bytes, 2'000), sends(127)}, "block never freed"},
    {"AReplyInFewBlocks",
     {leaks(&F::heap_bytes, 10'000), grows(&F::heap_blocks, 8), sends(10'000)},
     "response kept"},
    {"AsMuchInManyBlocks",
     {leaks(&F::heap_bytes, 10'000), grows(&F::heap_blocks, 8.1), sends(10'000)},
     "block never freed"},
    {"RepliesOnlyInHeapThatLeaks",
     {leaks(&F::heap_blocks, 1), grows(&F::heap_bytes, 10'000), sends(10'000)},
     "block never freed"},
    {"SmallRepliesOfWhoKeepsLargeOnes",
     {leaks(&F::heap_bytes, 56), sends(100), keeps_larger_replies},
     "response kept"},
    {"ManyBlocksOfWhoKeepsLargeReplies",
     {leaks(&F::heap_bytes, 56), grows(&F::heap_blocks, 8.1), sends(100), keeps_larger_replies},
     "block never freed"},
    {"NoGrowthOfWhoKeepsLargeReplies",
     {clean, grows(&F::heap_bytes, 56), sends(100), keeps_larger_replies},
     ""},

    // 10,000 bytes are kept of replies of 10,000 bytes, which may be the replies or not.
    {"MuchOfItWhereRepliesAreLarger",
     {leaks(&F::heap_bytes, 10'000), sends(10'000), kept_elsewhere(8'001, 20'001)},
     "block never freed"},
    {"LessThanMuchOfItWhereRepliesAreLarger",
     {leaks(&F::heap_bytes, 10'000), sends(10'000), kept_elsewhere(8'000, 20'001)},
     "response kept"},
    {"LittleMoreOfItWhereRepliesAreLarger",
     {leaks(&F::heap_bytes, 10'000), sends(10'000), kept_elsewhere(12'499, 20'001)},
     "block never freed"},
    {"MuchMoreOfItWhereRepliesAreLarger",
     {leaks(&F::heap_bytes, 10'000), sends(10'000), kept_elsewhere(12'500, 20'001)},
     "response kept"},
    {"AsMuchWhereRepliesAreTwiceAsLarge",
     {leaks(&F::heap_bytes, 10'000), sends(10'000), kept_elsewhere(10'000, 20'000)},
     "response kept"},
    {"AsMuchWhereRepliesAreLessThanHalf",
     {leaks(&F::heap_bytes, 10'000), sends(10'000), kept_elsewhere(10'000, 4'999)},
     "block never freed"},
    {"AsMuchWhereRepliesAreHalf",
     {leaks(&F::heap_bytes, 10'000), sends(10'000), kept_elsewhere(10'000, 5'000)},
     "response kept"},

    {"PerKey", {unique_keys, leaks(&F::heap_bytes, 120)}, "per-key cache"},
    {"PerKeyOnlyOfALeak", {unique_keys, clean, grows(&F::heap_bytes, 120)}, ""},
    {"PerKeyOnlyWithUniqueKeys", {leaks(&F::heap_bytes, 120)}, "block never freed"},
    {"PerKeyOnlyIfItDoesNotLeakElsewhere",
     {unique_keys, leaks(&F::heap_bytes, 120), leaks_elsewhere},
     "block never freed"},

    {"MappedBytes", {leaks(&F::mapped_bytes, 4096)}, "mapping never unmapped"},
    {"Mappings", {leaks(&F::mappings, 1)}, "mapping never unmapped"},
    {"MappingsThatDoNotLeak", {clean, grows(&F::mapped_bytes, 4096), grows(&F::mappings, 1)}, ""},
    {"Blocks", {leaks(&F::heap_blocks, 1)}, "block never freed"},
    {"Bytes", {leaks(&F::heap_bytes, 24)}, "block never freed"},
    {"BlocksThatDoNotLeak", {clean, grows(&F::heap_blocks, 1), grows(&F::heap_bytes, 24)}, ""},
    {"Retention", {clean, retains}, "allocator retention"},

    {"PeakAsLargeAsALargeReply",
     {clean, sends(4 * mebibyte), peak(4 * mebibyte)},
     "peak follows the payload"},
    {"PeakBelowTheReply", {clean, sends(4 * mebibyte), peak(4 * mebibyte - 1)}, ""},
    {"PeakOfASmallerReply", {clean, sends(4 * mebibyte - 1), peak(64 * mebibyte)}, ""},
    {"PeakNotOfAnOpenVerdict", {inconclusive, sends(4 * mebibyte), peak(4 * mebibyte)}, ""},

    {"DescriptorsThatTheCollectorCloses",
     {clean, collected, connections(900, 900)},
     "closed only by the collector"},
    {"DescriptorsThatTheCollectorClosesInALeak", {inconclusive, collected}, ""},

    {"NearlyAConnectionEach", {clean, connections(900, 900)}, "pool not used"},
    {"FewerConnections", {clean, connections(899, 900)}, ""},
    {"FewerClosedByTheClient", {clean, connections(900, 899)}, ""},
    {"AConnectionEachOfAnOpenVerdict", {inconclusive, connections(900, 900)}, ""},
    {"AConnectionEachOfFetchesThatFail", {clean, fails, connections(900, 900)}, ""},
    {"AConnectionEachWhereRepliesMayBeCutShort",
     {clean, may_be_cut_short, connections(900, 900)},
     ""},
};

INSTANTIATE_TEST_SUITE_P(From, AdviceRules, testing::ValuesIn(cases),
                         [](const auto& one) { return one.param.name; });

std::string evidence_of(std::vector<Change> changes) {
  Told told;
  for (const Change& change : changes) change(told);
  const auto advice = advise(told.trial, told.client);
  return advice ? advice->evidence : "";
}

TEST(AdviceEvidence, QuotesTheNumbersItRestsOn) {
  EXPECT_EQ(evidence_of({leaks(&F::descriptors, 1), leaks(&F::connections, 1), unread(16'000'000)}),
            "+1.00 connections/fetch; the client leaves 16,000 B/fetch unread");
  EXPECT_EQ(evidence_of({leaks(&F::descriptors, 1), in_close_wait(990)}),
            "+1.00 descriptors/fetch; 99 % of the connections are in CLOSE_WAIT");
  EXPECT_EQ(evidence_of({leaks(&F::heap_bytes, 16'432), grows(&F::heap_blocks, 2), sends(16'500)}),
            "+16,432 B/fetch in 2.00 blocks/fetch; the origin sends 16,500 B/fetch");
  EXPECT_EQ(evidence_of({clean, sends(16 * mebibyte), peak(36 * mebibyte)}),
            "peak 36 MiB with replies of 16 MiB");
}

TEST(AdviceEvidence, SaysWhetherTheClientIsKnownToBeCleanWithoutErrors) {
  const Change known = [](Told& told) { told.client.is_clean = true; };
  EXPECT_THAT(evidence_of({fails, leaks(&F::descriptors, 1), known}),
              HasSubstr("when fetches succeed, this client is clean"));
  EXPECT_THAT(evidence_of({fails, leaks(&F::descriptors, 1)}),
              HasSubstr("did not test the client with successful"));
}

Change owned_by(std::string language, std::string stacks = "") {
  return [=](Told& told) {
    told.trial.language = language;
    told.trial.owners = stacks;
  };
}

// Each is told apart by its series and, where that does not suffice, by a word in the stacks.
TEST(Advice, NamesTheCallInTheLanguageOfTheOwners) {
  struct Row {
    std::vector<Change> told{};
    std::string kind{};
    std::string call{};
  };
  const auto connection = [](std::string language, std::string stacks) {
    return std::vector{leaks(&F::connections, 1), leaks(&F::descriptors, 1),
                       owned_by(std::move(language), std::move(stacks))};
  };
  const auto object = [](std::string language, std::string stacks) {
    return std::vector{leaks(&F::runtime_heap, 200),
                       owned_by(std::move(language), std::move(stacks))};
  };
  const std::vector<Row> rows{
      {{leaks(&F::threads, 1), owned_by("Java", "\nHttpClient-N-Worker-N\n")},
       "client made per call",
       "close()"},
      {{leaks(&F::threads, 1), owned_by("Java", "pool-N-thread-N")},
       "thread never joined",
       "shutdown()"},
      {{leaks(&F::threads, 1), owned_by("Python")}, "thread never joined", "join()"},
      {{leaks(&F::threads, 1), owned_by("C++")}, "thread never joined", "join or detach"},
      {{leaks(&F::runtime_heap, 20'000),
        owned_by("Ruby", "meanwhile Array in a Hash (@notifier of Notifications) grows by 1.00")},
       "interceptor or handler registered per call",
       "unsubscribe"},
      {{leaks(&F::connections, 1), unread(16'000'000), owned_by("Go")},
       "body not read",
       "resp.Body.Close()"},
      {{leaks(&F::connections, 1), unread(16'000'000), owned_by("JavaScript")},
       "body not read",
       "cancel()"},
      {{leaks(&F::connections, 1), unread(16'000'000), owned_by("Python")},
       "body not read",
       "response.close()"},
      {connection("Go", "net.newFD"), "connection never closed", "resp.Body.Close()"},
      {{leaks(&F::connections, 1), leaks(&F::descriptors, 1), sends(16'500), owned_by("Go")},
       "client made per call",
       "CloseIdleConnections()"},
      {connection("JavaScript", "\nAgent\n"), "client made per call", "agent.destroy()"},
      {connection("JavaScript", "\ncreateSocket\n"), "connection never closed", "resume()"},
      {connection("Python", ""), "connection never closed", "with statement"},
      {connection("Java", ""), "connection never closed", "try ("},
      {connection("Ruby", ""), "connection never closed", "finish"},
      {{leaks(&F::tasks, 1), owned_by("Go")}, "goroutine blocked for ever", "cancel()"},
      {{leaks(&F::tasks, 1), owned_by("Python")},
       "task or timer never cancelled",
       "task_set.discard"},
      {object("Go", "\ncontext.WithTimeout\n"), "task or timer never cancelled", "cancel()"},
      {object("Go", "\ntime.NewTimer\n"), "task or timer never cancelled", "Stop()"},
      {object("Go", "main.keep"), "object kept", "container"},
      {object("JavaScript", "\nsetTimeout\n"), "task or timer never cancelled", "clearTimeout"},
      {object("JavaScript", "meanwhile list of timers that are set grows by 1.00 items/fetch"),
       "task or timer never cancelled", "clearInterval"},
      {object("JavaScript",
              "\nsetTimeout\nmeanwhile list of listeners of connect of a Socket grows by 1.00 "
              "items/fetch, list of timers that are set grows by 1.00 items/fetch"),
       "listener added per call", "emitter.off"},
      {{leaks(&F::runtime_heap, 131'158), sends(16'485), owned_by("JavaScript")},
       "response kept",
       "drop each reply"},
      {{leaks(&F::runtime_heap, 100'000), sends(16'485), owned_by("JavaScript")},
       "object kept",
       "container"},
      {object("JavaScript", "\nInterceptorManager.use\n"),
       "interceptor or handler registered per call", "eject"},
      {object("JavaScript", "\n_addListener\n"), "listener added per call", "emitter.off"},
      {object("JavaScript", "\nkeepInterceptor\n"), "object kept", "container"},
      {object("JavaScript", "list of listeners of data of a Socket"), "listener added per call",
       "off"},
      {{leaks(&F::heap_bytes, 200), owned_by("Python", "list handlers of a Logger")},
       "interceptor or handler registered per call",
       "removeHandler"},
      {{leaks(&F::heap_bytes, 200), owned_by("Python", "dict events.callbacks grows by 1.00")},
       "interceptor or handler registered per call",
       "register the handler once"},
      {{leaks(&F::heap_bytes, 200),
        owned_by("Python", "list _exit_callbacks of a ExitStack grows by 1.00")},
       "object kept",
       "container"},
      {{leaks(&F::heap_bytes, 20'000), grows(&F::heap_blocks, 2), sends(16'500),
        owned_by("Python", "meanwhile list __main__.loop._scheduled grows by 1.00")},
       "task or timer never cancelled",
       "handle.cancel()"},
      {{leaks(&F::heap_bytes, 200),
        owned_by("Python", "meanwhile list __main__.stats.timers['fetch'] grows by 1.00")},
       "object kept",
       "container"},
      {{leaks(&F::runtime_heap, 27'000), sends(16'500),
        owned_by("Ruby", "meanwhile Hash @timers of EventMachine grows by 1.00 items/fetch")},
       "task or timer never cancelled",
       "timer.cancel"},
      {{leaks(&F::runtime_heap, 27'000), sends(16'500),
        owned_by("Ruby",
                 "meanwhile Array @queue of a Concurrent::Collection::NonConcurrentPriorityQueue")},
       "task or timer never cancelled",
       "timer.cancel"},
      {{leaks(&F::runtime_heap, 27'000), sends(16'500),
        owned_by("Ruby", "meanwhile Array in a Proc (@timers of EventMachine) grows by 1.00")},
       "response kept",
       "drop each reply"},
      {{leaks(&F::heap_bytes, 25'000), grows(&F::heap_blocks, 125), sends(16'500),
        owned_by("Python")},
       "response kept",
       "what is needed of each response"},
      {{leaks(&F::mapped_bytes, 4096), leaks(&F::runtime_heap, 200), owned_by("Java")},
       "object kept",
       "owner's class"},
      {connection("PHP", ""), "connection never closed", "fclose()"},
      {{leaks(&F::runtime_heap, 90), owned_by("Ruby", "meanwhile table of immortal symbols grows")},
       "object kept",
       "to_sym"},
      {{leaks(&F::runtime_heap, 90), leaks(&F::connections, 1), leaks(&F::descriptors, 1),
        owned_by("Ruby", "meanwhile table of finalizers (a block captures a Session) grows")},
       "object kept",
       "define_finalizer"},
      {connection("Ruby", "meanwhile table of finalizers (a block captures a Session) grows"),
       "object kept", "define_finalizer"},
      {{leaks(&F::heap_blocks, 9), leaks(&F::heap_bytes, 20'000), sends(16'500),
        owned_by("Python", "meanwhile number of exceptions with tracebacks grows")},
       "exception kept",
       "with_traceback(None)"},
      {{leaks(&F::heap_bytes, 9'000), grows(&F::heap_blocks, 12),
        owned_by("Python", "meanwhile number of clients (Session) grows, list hooks grows")},
       "client made per call",
       "close()"},
      {{leaks(&F::heap_bytes, 300), grows(&F::heap_blocks, 12),
        owned_by("Python", "number of clients (Session) grows, number of responses (Reply) grows")},
       "response kept",
       "what is needed"},
      {connection("Python", "meanwhile number of clients (Session) grows"), "client made per call",
       "close()"},
      {connection("Python",
                  "number of clients (PoolManager) grows, number of responses (Response)"),
       "response kept", "what is needed of each response"},
      {{leaks(&F::heap_blocks, 1), owned_by("C", "curl_slist_append")},
       "block never freed",
       "curl_slist_free_all"},
      {{leaks(&F::heap_blocks, 1), owned_by("C", "curl_easy_init")},
       "block never freed",
       "curl_easy_cleanup"},
      {{leaks(&F::heap_blocks, 1), owned_by("C", "curl_multi_add_handle")},
       "block never freed",
       "curl_multi_remove_handle"},
      {{leaks(&F::heap_blocks, 9), owned_by("C++", "SSL_CTX_new")},
       "client made per call",
       "SSL_CTX_free"},
      {connection("C", "\nsocket\n\ncurl_easy_perform\n"), "connection never closed",
       "curl_easy_cleanup"},
      {{leaks(&F::private_memory, 111), owned_by("", "\nmain\n")}, "block never freed", "free"},
  };
  for (const Row& row : rows) {
    Told told;
    for (const Change& change : row.told) change(told);
    const auto advice = advise(told.trial, told.client);
    ASSERT_TRUE(advice) << row.kind << " " << told.trial.language;
    EXPECT_EQ(advice->kind, row.kind) << told.trial.language << " " << told.trial.owners;
    EXPECT_THAT(advice->suggestion, HasSubstr(row.call)) << told.trial.language;
  }
}

TEST(Advice, TellsAContainerAndASharedPointerFromABlock) {
  const auto told_of = [](const std::string& language, const std::string& function) {
    Told told;
    leaks(&F::heap_blocks, 1)(told);
    owned_by(language, "\noperator new(unsigned long)\n\n" + function + "\n\nfetch\n")(told);
    return advise(told.trial, told.client).value();
  };
  EXPECT_EQ(told_of("C++", "make").kind, "block never freed");
  EXPECT_EQ(told_of("C++", "std::map<…>::operator[]").kind, "object kept");
  EXPECT_THAT(told_of("C++", "std::vector<…>::push_back").suggestion, HasSubstr("erase"));
  EXPECT_THAT(told_of("C++", "std::make_shared<Reply>()").suggestion, HasSubstr("std::weak_ptr"));
  EXPECT_EQ(told_of("C++", "Cookies<std::map<int, int>>::get").kind, "block never freed");
  EXPECT_THAT(told_of("Rust", "alloc::vec::Vec<T>::push").suggestion, HasSubstr("Weak"));
}

TEST(Advice, QuotesTheContainerThatGrows) {
  Told told;
  owned_by("Python", "\nfetch\n")(told);
  told.trial.growing_containers = {"list mine.kept grows by 1.00 items/fetch"};
  EXPECT_FALSE(advise(told.trial, told.client)) << "nothing leaks";
  leaks(&F::heap_blocks, 1)(told);
  leaks(&F::heap_bytes, 200)(told);
  EXPECT_THAT(advise(told.trial, told.client).value().evidence,
              HasSubstr("; list mine.kept grows by 1.00 items/fetch"));
}

TEST(Advice, NamesTheContainerToLimit) {
  Told told;
  leaks(&F::heap_blocks, 1)(told);
  leaks(&F::heap_bytes, 200)(told);
  owned_by("Ruby", "\nfetch\n")(told);
  told.trial.container = "Hash @bodies of Store";
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("adds to Hash @bodies of Store once"));
  leaks(&F::heap_bytes, 16'500)(told);
  sends(16'500)(told);
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("limit Hash @bodies of Store, or drop each reply"));
}

// The library's function may be inlined, or not named by what a runtime knows.
TEST(Advice, ReadsTheLineOfTheUsersThatHoldsMuch) {
  struct Row {
    std::string language{}, code{}, kind{}, call{};
  };
  const std::string handler = "interceptor or handler registered per call";
  for (const Row& row : {
           Row{"Go", "collector.OnResponse(func(r *colly.Response) {", handler, "Clone()"},
           {"Ruby", "client.subscribe('done') { |each| log(each) }", handler, "once"},
           {"C++", "bus.addListener([=] { done(reply); });", handler, "remove it"},
           {"Ruby", "timer = EventMachine::PeriodicTimer.new(5) do",
            "task or timer never cancelled", "cancel"},
           {"Go", "client := elastic.NewClient(address)", "client made per call", "one client"},
           {"Python", "channel = grpc.insecure_channel(target)", "client made per call", "close()"},
           {"Go", "once := sync.OnceFunc(fetch)", "object kept", "container"},
           {"C++", "auto client = std::make_unique<Client>(url);", "block never freed", "free"},
       }) {
    Told told;
    leaks(&F::heap_blocks, 3)(told);
    leaks(row.language == "C++" ? &F::heap_bytes : &F::runtime_heap, 300)(told);
    owned_by(row.language, "\nfetch\n")(told);
    told.trial.users_lines = {{.line = {.line = 7}, .is_large = true},
                              {.line = {.line = 9, .code = row.code}, .is_large = true}};
    const auto advice = advise(told.trial, told.client).value();
    EXPECT_EQ(advice.kind, row.kind) << row.code;
    EXPECT_THAT(advice.suggestion, HasSubstr(row.call)) << row.code;
    const bool is_by_code = row.kind.find("per call") != row.kind.npos;
    EXPECT_EQ(advice.line->line, is_by_code ? 9 : advice.line->line) << row.code;
    told.trial.users_lines[1].is_large = false;
    EXPECT_THAT(advise(told.trial, told.client).value().kind,
                AnyOf("object kept", "block never freed"));
  }
}

TEST(Advice, KnowsWhatIsMadeForACallByTheConstructorThatTheUserCalls) {
  struct Row {
    std::string language{}, called{}, call{};
  };
  for (const Row& row :
       {Row{"Python", "__init__", "shutdown()"}, {"Ruby", "initialize", "stop()"}}) {
    Told told;
    leaks(&F::heap_blocks, 30)(told);
    leaks(&F::heap_bytes, 4000)(told);
    owned_by(row.language, "\nfetch\n")(told);
    told.trial.users_lines = {{.called = "read", .line = {.function = "fetch", .line = 8}},
                              {.called = row.called, .line = {.function = "fetch", .line = 7}}};
    const auto advice = advise(told.trial, told.client).value();
    EXPECT_EQ(advice.kind, "client made per call") << row.language;
    EXPECT_EQ(advice.line->line, 7) << row.language;
    EXPECT_THAT(advice.suggestion, HasSubstr(row.call));
    told.trial.users_lines[1].line.function = row.called;
    EXPECT_EQ(advise(told.trial, told.client).value().kind, "object kept")
        << "the user's own constructor keeps it";
    told.trial.users_lines[1] = {.called = row.called, .only_fetches = true};
    EXPECT_EQ(advise(told.trial, told.client).value().kind, "object kept");
  }
}

TEST(Advice, KnowsAClientOfEachCallInGoByItsMakerHoweverSmall) {
  Told told;
  leaks(&F::connections, 1)(told);
  leaks(&F::descriptors, 1)(told);
  owned_by("Go", "\nnet.newFD\n")(told);
  EXPECT_EQ(advise(told.trial, told.client).value().kind, "connection never closed");
  told.trial.users_lines = {{.called = "net/http.(*Client).Do", .line = {.line = 22}},
                            {.called = "example.com/api.NewClient", .line = {.line = 16}}};
  EXPECT_EQ(advise(told.trial, told.client).value().kind, "client made per call");
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 16);
}

TEST(Advice, KnowsAClientOfEachCallInGoByItsIdleConnection) {
  Told told;
  leaks(&F::connections, 1)(told);
  leaks(&F::descriptors, 1)(told);
  owned_by("Go", "\nnet/http.(*Transport).tryPutIdleConn\n")(told);
  told.trial.users_lines = {{.called = "net/http.(*Client).Do", .line = {.line = 22}}};
  EXPECT_EQ(advise(told.trial, told.client).value().kind, "client made per call");
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 22);
  told.trial.users_lines.push_back(
      {.called = "example.com/api.DefaultConfig", .line = {.line = 12}});
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 12);
}

// net/http ends the contexts that it derives.
TEST(Advice, NamesTheLineThatMakesAContextRatherThanTheOneThatFetches) {
  Told told;
  leaks(&F::runtime_heap, 484)(told);
  owned_by("Go", "\ncontext.WithCancel\n")(told);
  told.trial.users_lines = {{.called = "net/http.(*Client).Do", .line = {.line = 25}}};
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 25);
  told.trial.users_lines.push_back({.called = "example.com/policy.Get", .line = {.line = 20}});
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 20);
}

TEST(Advice, EndsWhatAnotherLibraryInGoKeeps) {
  Told told;
  leaks(&F::runtime_heap, 313)(told);
  owned_by("Go", "\nexample.com/metrics.NewTimer\n")(told);
  told.trial.users_lines = {{.called = "example.com/metrics.NewTimer",
                             .line = {.line = 16, .code = "Register(name, metrics.NewTimer())"},
                             .is_large = true}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("make what example.com/metrics.NewTimer returns once"));
  told.trial.users_lines.front() = {.called = "bytes.NewBuffer", .line = {.line = 16}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion, HasSubstr("container"));
}

TEST(Advice, NamesTheLineThatCreatesTheItemsWhereNoneHoldsMost) {
  Told told;
  leaks(&F::heap_blocks, 3)(told);
  leaks(&F::heap_bytes, 300)(told);
  owned_by("Python", "\nfetch\n")(told);
  told.trial.container = "dict mine.by_path";
  told.trial.users_lines = {
      {.metric = "heap_bytes", .called = "read", .line = {.line = 32}, .share = 0.38},
      {.metric = std::string(items_metric),
       .line = {.line = 16},
       .container = "in dict mine.by_path grows"}};
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 16);
  told.trial.users_lines.front().share = 0.6;
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 32);
  told.trial.users_lines.front().share = 0.38;
  told.trial.container = "dict mine.by";
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 32);
}

TEST(Advice, NamesTheFunctionOfALibraryInGoThatKeeps) {
  Told told;
  leaks(&F::runtime_heap, 2'300)(told);
  owned_by("Go", "\ntally.(*scope).Tagged\n")(told);
  told.trial.users_lines = {{.called = "github.com/uber-go/tally/v4.(*scope).Tagged",
                             .line = {.function = "main.fetch", .line = 19}}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("make what github.com/uber-go/tally/v4.(*scope).Tagged returns once"));
  for (const char* const own : {"main.keep", "bytes.growSlice", "runtime.mapassign"}) {
    told.trial.users_lines[0].called = own;
    EXPECT_THAT(advise(told.trial, told.client).value().suggestion, HasSubstr("container")) << own;
  }
}

TEST(Advice, NamesTheFunctionThatReleases) {
  Told told;
  leaks(&F::heap_blocks, 1)(told);
  owned_by("C", "\njwt_decode\n")(told);
  told.trial.users_lines = {
      {.called = "jwt_decode", .line = {.function = "check", .line = 9}, .release = "jwt_free"}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("call jwt_free for what jwt_decode returns or keeps"));
  leaks(&F::descriptors, 1)(told);
  leaks(&F::connections, 1)(told);
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("call jwt_free for what jwt_decode opens"));
}

TEST(Advice, ShowsTheContainerThatTellsTheKind) {
  Told told;
  leaks(&F::runtime_heap, 11'000)(told);
  owned_by("JavaScript", "list of listeners of abort of a AbortSignal grows")(told);
  told.trial.growing_containers = {
      "Array (all) kept in a.js grows by 16.4 items/fetch",
      "list of listeners of abort of a AbortSignal grows by 1.00 items/fetch"};
  EXPECT_THAT(advise(told.trial, told.client).value().evidence,
              HasSubstr("; list of listeners of abort"));
}

// Where the heap cannot be counted.
TEST(Advice, IsAlsoForTheMemoryOfAScriptThatIsPrivate) {
  Told told;
  leaks(&F::private_memory, 1'200)(told);
  owned_by("Python", "meanwhile dict mine.grants grows by 1.00 items/fetch")(told);
  const auto advice = advise(told.trial, told.client).value();
  EXPECT_EQ(advice.kind, "object kept");
  EXPECT_EQ(advice.evidence, "+1,200 B/fetch of private memory");
}

// So a GObject is made by the line that calls a function ending in _new, whatever that calls.
TEST(Advice, NamesTheLineThatCallsWhatMakesAnObject) {
  Told told;
  leaks(&F::heap_blocks, 1)(told);
  owned_by("C", "\ng_object_new\n")(told);
  told.trial.users_lines = {{.called = "soup_session_send", .line = {.file = "a.c", .line = 9}},
                            {.called = "soup_message_new", .line = {.file = "a.c", .line = 6}}};
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 6);
}

TEST(Advice, NamesTheLineThatMakesWhatASharedPointerHolds) {
  Told told;
  leaks(&F::heap_blocks, 2)(told);
  owned_by("C++", "\nasync_read<std::shared_ptr<Call>>\n\nstd::make_shared<Call>\n")(told);
  told.trial.users_lines = {{.called = "async_read<std::shared_ptr<Call>>", .line = {.line = 25}},
                            {.called = "std::make_shared<Call>", .line = {.line = 44}}};
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 44);
}

TEST(Advice, SaysThatALineOnlyFetches) {
  Told told;
  leaks(&F::threads, 1)(told);
  owned_by("Java")(told);
  told.trial.users_lines = {{.metric = "threads", .line = {.line = 7}, .only_fetches = true}};
  EXPECT_TRUE(advise(told.trial, told.client).value().line_only_fetches);
  told.trial.users_lines.push_back({.metric = "clients", .line = {.line = 7}});
  EXPECT_FALSE(advise(told.trial, told.client).value().line_only_fetches);
  told.trial.users_lines.clear();
  told.trial.fetching_line = Place{.line = 7};
  EXPECT_TRUE(advise(told.trial, told.client).value().line_only_fetches);
}

TEST(Advice, NamesTheLineThatStartsTheThread) {
  Told told;
  leaks(&F::threads, 4)(told);
  owned_by("Python")(told);
  told.trial.users_lines = {{.metric = "heap_bytes", .line = {.line = 1}},
                            {.metric = "threads", .line = {.line = 11}}};
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 11);
}

// The items may keep more than they are: a timer its response.
TEST(Advice, NamesTheLineThatCreatesTheItemsOfTheContainerThatTellsTheKind) {
  Told told;
  leaks(&F::runtime_heap, 27'000)(told);
  sends(16'500)(told);
  owned_by("Ruby", "meanwhile Array @b grows by 3.00, Hash @timers of EventMachine grows")(told);
  told.trial.users_lines = {
      {.metric = "ruby_heap", .line = {.file = "a.rb", .line = 12}},
      {.metric = "items", .line = {.file = "a.rb", .line = 7}, .container = "in Array @b grows"},
      {.metric = "items",
       .line = {.file = "a.rb", .line = 9},
       .container = "in Hash @timers of EventMachine grows"}};
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 9);
  told.trial.users_lines.pop_back();
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 12) << "@b is not of that kind";
  owned_by("Ruby", "meanwhile Array @b grows by 3.00")(told);
  EXPECT_EQ(advise(told.trial, told.client).value().kind, "response kept");
  EXPECT_EQ(advise(told.trial, told.client).value().line->line, 12);
}

TEST(Advice, NamesTheFunctionOfALibraryWithoutAnEntry) {
  Told told;
  leaks(&F::heap_blocks, 1)(told);
  owned_by("C", "\nwget_http_get\n")(told);
  told.trial.users_lines = {{.called = "wget_http_get", .line = {.function = "poll"}}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("free what wget_http_get returns"));
  for (const std::string own : {"malloc", "operator new", "poll"}) {
    told.trial.users_lines = {{.called = own, .line = {.function = "poll"}}};
    EXPECT_THAT(advise(told.trial, told.client).value().suggestion, HasSubstr("free the block"));
  }
}

// Of C's library, which has a call for it; code that copies the reply itself has a cache.
TEST(Advice, NamesTheFunctionOfALibraryOfCThatKeepsReplies) {
  Told told;
  leaks(&F::heap_bytes, 16'400)(told);
  leaks(&F::heap_blocks, 1)(told);
  sends(16'400)(told);
  owned_by("C", "\nsoap_recv\n")(told);
  told.trial.users_lines = {{.called = "soap_recv", .line = {.function = "poll"}}};
  EXPECT_EQ(advise(told.trial, told.client).value().kind, "response kept");
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("free what soap_recv returns"));
  told.trial.users_lines = {{.called = "malloc", .line = {.function = "poll"}}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion, HasSubstr("limit the cache"));
}

TEST(Advice, TellsAListenerByTheNameOfItsList) {
  Told told;
  leaks(&F::runtime_heap, 18'000)(told);
  owned_by("JavaScript", "Array of Keyv (this.cache._eventListeners) kept in a.js")(told);
  EXPECT_EQ(advise(told.trial, told.client).value().kind, "listener added per call");
}

TEST(Advice, NamesTheCallThatReleasesWhatALibraryMakes) {
  const std::vector<std::pair<std::string, std::string>> calls{
      {"curl_mime_init", "curl_mime_free"},
      {"lws_create_context", "lws_context_destroy"},
      {"xmlrpc_client_call", "xmlrpc_DECREF"},
      {"curl_share_init", "curl_share_cleanup"},
      {"curl_url", "curl_url_cleanup"},
      {"SSL_new", "SSL_free"},
      {"__GI_getaddrinfo", "freeaddrinfo"},
      {"dlopen", "dlclose"},
      {"_IO_new_fopen", "fclose"},
      {"__opendir", "closedir"},
      {"__strdup", "call free"},
      {"___asprintf", "call free"},
      {"curl_easy_perform", "easy_cleanup"},
      {"curl_multi_perform\n\ncurl_easy_perform", "easy_cleanup"},
      {"pthread_create@@GLIBC_2.34", "pthread_detach"},
      {"g_slice_alloc\n\ng_object_new", "g_object_unref"},
      {"QNetworkAccessManager::get(QNetworkRequest const&)", "deleteLater()"},
      {"evhttp_connection_base_bufferevent_new", "evhttp_connection_free"},
      {"ne_request_create", "ne_request_destroy"},
      {"getifaddrs", "freeifaddrs"},
      {"curl_slist_append\n\n__strdup", "curl_slist_free_all"}};
  for (const auto& [function, call] : calls) {
    Told told;
    leaks(&F::heap_blocks, 1)(told);
    owned_by("C", "\n" + function + "\n")(told);
    EXPECT_THAT(advise(told.trial, told.client).value().suggestion, HasSubstr(call)) << function;
  }
  Told told;
  leaks(&F::descriptors, 1)(told);
  owned_by("C", "\n_IO_new_fopen\n")(told);
  EXPECT_EQ(advise(told.trial, told.client).value().kind, "descriptor never closed");
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion, HasSubstr("fclose"));
}

// A share holds what the handles that use it cache.
TEST(Advice, NamesTheCallThatReleasesWhatHoldsMoreThanItself) {
  Told told;
  leaks(&F::heap_blocks, 5)(told);
  owned_by("C", "\ncurl_easy_perform\n")(told);
  told.trial.users_lines = {{.called = "curl_easy_perform", .line = {.file = "a.c", .line = 19}},
                            {.called = "curl_share_init", .line = {.file = "a.c", .line = 12}}};
  const Advice advice = advise(told.trial, told.client).value();
  EXPECT_THAT(advice.suggestion, HasSubstr("curl_share_cleanup"));
  EXPECT_EQ(advice.line->line, 12);
}

TEST(Advice, NamesTheLineThatMakesWhatAnErrorPathDoesNotRelease) {
  Told told;
  fails(told);
  leaks(&F::descriptors, 2)(told);
  owned_by("C", "\ncurl_easy_perform\n")(told);
  told.trial.users_lines = {{.called = "curl_easy_perform", .line = {.line = 18}},
                            {.called = "curl_easy_init", .line = {.line = 14}}};
  const Advice advice = advise(told.trial, told.client).value();
  EXPECT_EQ(advice.kind, "leak on error");
  EXPECT_EQ(advice.line->line, 14);
}

TEST(Advice, NamesTheLineThatAddsAReplyToItsContainer) {
  Told told;
  leaks(&F::heap_bytes, 16'448)(told);
  grows(&F::heap_blocks, 2)(told);
  sends(16'485)(told);
  owned_by("C++", "\nappend\n")(told);
  told.trial.users_lines = {
      {.called = "append", .line = {.line = 27}},
      {.called = "std::__cxx11::list<std::string>::push_back", .line = {.line = 19}}};
  const Advice advice = advise(told.trial, told.client).value();
  EXPECT_EQ(advice.kind, "response kept");
  EXPECT_EQ(advice.line->line, 19);
}

// A client that is made per call is made at one line and used at another, whose stack holds more.
TEST(Advice, NamesTheUsersLineThatCallsWhatTheRuleNames) {
  Told told;
  leaks(&F::connections, 1)(told);
  leaks(&F::descriptors, 1)(told);
  sends(16'500)(told);
  owned_by("Go")(told);
  told.trial.users_lines = {{.called = "net/http.(*Client).Get", .line = {.line = 11}},
                            {.called = "github.com/go-resty/resty/v2.New", .line = {.line = 10}}};
  const auto advice = advise(told.trial, told.client);
  ASSERT_TRUE(advice);
  EXPECT_EQ(advice->kind, "client made per call");
  EXPECT_EQ(advice->line.value().line, 10);
  told.trial.users_lines.pop_back();
  EXPECT_EQ(advise(told.trial, told.client)->line.value().line, 11) << "the first at all";
  told.trial.users_lines.clear();
  EXPECT_FALSE(advise(told.trial, told.client)->line);
}

TEST(Advice, NamesTheLineThatDefinesAHook) {
  for (const auto& [language, kept, functions] :
       {std::tuple("JavaScript", "Array (client.hook.request) kept in sync.js",
                   "list of functions defined at sync.js:10"),
        std::tuple("Ruby", "Array in a Hash (@ignored of VCR)",
                   "list of blocks made at rates.rb:10"),
        std::tuple("Python", "list app.event_hooks", "list of functions defined at app.py:10")}) {
    Told told;
    leaks(&F::runtime_heap, 200)(told);
    leaks(&F::heap_bytes, 200)(told);
    owned_by(language, std::string("meanwhile ") + kept + " grows by 1.00 items/fetch, " +
                           functions + " grows by 1.00 items/fetch")(told);
    told.trial.container = told.trial.holder = kept;
    told.trial.users_lines = {
        {.metric = "js_heap", .called = "randomUUID", .line = {.line = 19}, .share = 0.6},
        {.metric = "items",
         .line = {.line = 10},
         .container = std::string("in ") + functions + " grows"}};
    const auto advice = advise(told.trial, told.client);
    ASSERT_TRUE(advice) << language;
    EXPECT_EQ(advice->kind, "interceptor or handler registered per call") << language;
    EXPECT_EQ(advice->line.value().line, 10) << language;
  }
}

TEST(Advice, SaysThatWhatALibraryOfCppReturnsIsDeleted) {
  Told told;
  leaks(&F::heap_blocks, 5)(told);
  owned_by("C++", "\nJson::CharReaderBuilder::newCharReader\n")(told);
  told.trial.users_lines = {{.called = "Json::CharReaderBuilder::newCharReader",
                             .line = {.function = "parse", .line = 13}}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion,
              HasSubstr("delete what Json::CharReaderBuilder::newCharReader returns"));
  told.trial.users_lines[0].called = "std::filesystem::path::path";
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion, Not(HasSubstr("delete")));
}

TEST(Advice, TellsAListenerOfTheUserFromThatOfALibrary) {
  Told told;
  leaks(&F::runtime_heap, 200)(told);
  owned_by("JavaScript", "list of listeners of data of a Socket")(told);
  told.trial.users_lines = {{.called = "requestOf", .line = {.function = "main"}}};
  EXPECT_THAT(advise(told.trial, told.client).value().suggestion, HasSubstr("in the library"));
  told.trial.users_lines.push_back({.called = "on", .line = {.function = "main", .line = 7}});
  const auto advice = advise(told.trial, told.client);
  EXPECT_THAT(advice.value().suggestion, Not(HasSubstr("library")));
  EXPECT_EQ(advice->line.value().line, 7);
}

}  // namespace
}  // namespace leakproof
