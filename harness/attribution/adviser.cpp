// SPDX-License-Identifier: MIT
#include "attribution/adviser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include <leakproof/conclusion.hpp>

#include "judge/conclude.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/metric.hpp"
#include "model/scenario.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"

namespace leakproof {
namespace {

/// What the rules look at: one result, in the numbers that tell kinds apart.
class Evidence {
 public:
  Evidence(const Result& result, const KnownOfClient& known) : result_(result), known_(known) {}

  const Result& result() const { return result_; }
  bool is_clean() const { return result_.ruling == Conclusion::clean; }
  bool leaks() const { return result_.ruling == Conclusion::leaks; }
  const KnownOfClient& known() const { return known_; }
  bool is_clean_elsewhere() const { return known_.is_clean && !known_.leaks; }
  bool leaks_elsewhere() const { return known_.leaks; }

  bool grows(MetricKind kind, Unit unit = Unit::count) const {
    const Finding* const found = find(kind, unit);
    return found != nullptr && found->verdict.ruling == Ruling::leaks;
  }

  double rate(MetricKind kind, Unit unit = Unit::count) const {
    const Finding* const found = find(kind, unit);
    return found != nullptr ? found->verdict.growth.per_fetch : 0;
  }

  double fetches() const { return static_cast<double>(std::max<std::int64_t>(1, result_.fetches)); }
  bool all_fail() const { return result_.fetches > 0 && result_.failed == result_.fetches; }
  double sent_per_fetch() const {
    return static_cast<double>(result_.ledger.sent_bytes) / fetches();
  }
  double share(std::int64_t count) const { return static_cast<double>(count) / fetches(); }

 private:
  const Finding* find(MetricKind kind, Unit unit) const {
    const auto found = std::ranges::find_if(result_.findings, [&](const Finding& finding) {
      return finding.series.metric.is(kind, unit);
    });
    return found != result_.findings.end() ? &*found : nullptr;
  }

  const Result& result_;
  const KnownOfClient& known_;
};

/// Its evidence in words, where it is of this kind; else empty.
using Tell = std::string (*)(const Evidence&);

struct Rule {
  std::string_view kind{};
  Tell tell = nullptr;
  std::string_view suggestion{};
  std::string_view example{};
};

constexpr std::string_view keys = "keys";  // the group in which none comes twice
constexpr std::string_view response_is_kept = "response kept";
constexpr double nearly_all = 0.9;
constexpr double much_of = 0.8;
constexpr std::size_t most_remembered = 100;  // trials of a client
constexpr double half = 0.5;
constexpr double few_blocks = 8;  // a fetch: a body, its node in a list, some headers
constexpr double kilobyte = 1024;
constexpr double large_payload = 4.0 * 1024 * 1024;

std::string per_thread_state(const Evidence& seen) {
  if (!seen.leaks() || !seen.result().trial.client_usage.thread_each ||
      seen.grows(MetricKind::thread))
    return "";
  return fmt::format("each fetch is in a thread of its own, heap_blocks {}",
                     growth_text(seen.rate(MetricKind::heap), ""));
}

std::string thread_left(const Evidence& seen) {
  if (!seen.grows(MetricKind::thread)) return "";
  return "threads " + growth_text(seen.rate(MetricKind::thread), "");
}

std::string only_on_errors(const Evidence& seen) {
  if (!seen.leaks() || !seen.all_fail() || seen.leaks_elsewhere()) return "";
  return seen.is_clean_elsewhere()
             ? "every fetch failed, and where they succeed this client is clean"
             : "every fetch failed; where they succeed it was not looked at in this run";
}

std::string body_left_unread(const Evidence& seen) {
  const std::int64_t unread = seen.result().ledger.unread_bytes.value_or(0);
  if (!seen.grows(MetricKind::connection) || seen.share(unread) < 1) return "";
  return fmt::format("connections {}; the client does not read {}",
                     growth_text(seen.rate(MetricKind::connection), ""),
                     rate_text(seen.share(unread), "B"));
}

std::string connection_left(const Evidence& seen) {
  if (!seen.grows(MetricKind::descriptor)) return "";
  const std::int64_t in_close_wait = seen.result().ledger.close_wait.value_or(0);
  if (seen.grows(MetricKind::connection)) {
    return fmt::format("descriptors {}, connections at the origin {}",
                       growth_text(seen.rate(MetricKind::descriptor), ""),
                       growth_text(seen.rate(MetricKind::connection), ""));
  }
  if (seen.share(in_close_wait) < half) return "";
  return fmt::format("descriptors {}; {:.0f} % of the connections are in CLOSE_WAIT",
                     growth_text(seen.rate(MetricKind::descriptor), ""),
                     100 * seen.share(in_close_wait));
}

std::string descriptor_left(const Evidence& seen) {
  if (!seen.grows(MetricKind::descriptor)) return "";
  return fmt::format("descriptors {}, while connections do not grow",
                     growth_text(seen.rate(MetricKind::descriptor), ""));
}

std::string kept_per_key(const Evidence& seen) {
  if (!seen.leaks() || seen.result().trial.scenario.group != keys || seen.leaks_elsewhere()) {
    return "";
  }
  return fmt::format("{}: no key comes twice, heap_bytes {}", seen.result().trial.scenario.name,
                     growth_text(seen.rate(MetricKind::heap, Unit::bytes), "B"));
}

// As much of replies of quite another size: then it is not the reply that is kept.
bool kept_as_much_of_others(const Evidence& seen) {
  const double kept = seen.rate(MetricKind::heap, Unit::bytes);
  const double sent = seen.sent_per_fetch();
  return std::ranges::any_of(seen.known().kept, [&](const KnownOfClient::Kept& before) {
    const bool is_as_much = before.bytes > much_of * kept && kept > much_of * before.bytes;
    return is_as_much && (before.sent > 2 * sent || sent > 2 * before.sent);
  });
}

std::string response_kept(const Evidence& seen) {
  const double kept = seen.rate(MetricKind::heap, Unit::bytes);
  if (seen.known().keeps_responses && seen.grows(MetricKind::heap, Unit::bytes) &&
      seen.rate(MetricKind::heap) <= few_blocks) {
    return fmt::format("{} in {}, by a client that keeps larger replies", growth_text(kept, "B"),
                       rate_text(seen.rate(MetricKind::heap), "blocks"));
  }
  if (kept_as_much_of_others(seen)) return "";
  if (!seen.grows(MetricKind::heap, Unit::bytes) || seen.sent_per_fetch() < kilobyte / 8 ||
      kept < kilobyte || kept < nearly_all * seen.sent_per_fetch() ||
      seen.rate(MetricKind::heap) > few_blocks) {
    return "";
  }
  return fmt::format("{} in {}, while the origin sends {}", growth_text(kept, "B"),
                     rate_text(seen.rate(MetricKind::heap), "blocks"),
                     rate_text(seen.sent_per_fetch(), "B"));
}

std::string block_left(const Evidence& seen) {
  if (!seen.grows(MetricKind::heap) && !seen.grows(MetricKind::heap, Unit::bytes)) return "";
  return fmt::format("{} in {}", growth_text(seen.rate(MetricKind::heap, Unit::bytes), "B"),
                     rate_text(seen.rate(MetricKind::heap), "blocks"));
}

std::string mapping_left(const Evidence& seen) {
  if (!seen.grows(MetricKind::mapping, Unit::bytes) && !seen.grows(MetricKind::mapping)) return "";
  return fmt::format("{} in mappings of the program's own",
                     growth_text(seen.rate(MetricKind::mapping, Unit::bytes), "B"));
}

std::string retained(const Evidence& seen) {
  for (const Finding& finding : seen.result().findings) {
    if (is_retention(finding)) {
      return fmt::format(
          "{} {}, while live heap and mapped bytes are flat", finding.series.metric.name,
          growth_text(finding.verdict.growth.per_fetch, symbol(finding.series.metric.unit)));
    }
  }
  return "";
}

std::string peak_with_payload(const Evidence& seen) {
  const auto peak = static_cast<double>(seen.result().peak_bytes.value_or(0));
  if (!seen.is_clean() || seen.sent_per_fetch() < large_payload || peak < seen.sent_per_fetch())
    return "";
  constexpr double mebibyte = kilobyte * kilobyte;
  return fmt::format("peak {:.0f} MiB, of replies of {:.0f} MiB", peak / mebibyte,
                     seen.sent_per_fetch() / mebibyte);
}

std::string no_pool(const Evidence& seen) {
  const Ledger& ledger = seen.result().ledger;
  // After a reply that may be none, to hang up is right.
  const bool should_reuse =
      seen.result().trial.scenario.expected_outcome == ExpectedOutcome::whole_reply;
  if (!seen.is_clean() || seen.all_fail() || !should_reuse ||
      seen.share(ledger.connections) < nearly_all ||
      seen.share(ledger.closed_by_client) < nearly_all) {
    return "";
  }
  return fmt::format("{} connections for {} fetches, closed by the client", ledger.connections,
                     seen.result().fetches);
}

/// The first that tells is the one.
constexpr std::array rules{
    Rule{.kind = "per-thread state",
         .tell = per_thread_state,
         .suggestion = "let go of what the client keeps for a thread before that thread ends, or "
                       "keep the threads",
         .example = "scoped"},
    Rule{.kind = "thread never joined",
         .tell = thread_left,
         .suggestion = "join or detach what a fetch starts, on every path out of it"},
    Rule{.kind = "leak on error only",
         .tell = only_on_errors,
         .suggestion = "own it by a scope (RAII, with, finally), so that the path of the error "
                       "lets go of it as well",
         .example = "scoped"},
    Rule{
        .kind = "body not read",
        .tell = body_left_unread,
        .suggestion = "read each reply to its end, or close it: until then it keeps its connection",
        .example = "streaming"},
    Rule{.kind = "connection never closed",
         .tell = connection_left,
         .suggestion = "close the handle or response when it is done with, best by its scope, or "
                       "keep a single one",
         .example = "scoped"},
    Rule{.kind = "descriptor never closed",
         .tell = descriptor_left,
         .suggestion = "close what a fetch opens, best by the scope that owns it"},
    Rule{.kind = response_is_kept,
         .tell = response_kept,
         .suggestion = "keep what is needed of a reply and not all of it, or bound the cache",
         .example = "extracting"},
    Rule{.kind = "per-key cache",
         .tell = kept_per_key,
         .suggestion = "bound what is kept for each URL, host, cookie or tag, and drop the oldest"},
    Rule{.kind = "mapping never unmapped",
         .tell = mapping_left,
         .suggestion = "unmap what a fetch maps"},
    Rule{.kind = "block never freed",
         .tell = block_left,
         .suggestion = "free what the owner's stack shows, best by the scope that owns it",
         .example = "scoped"},
    Rule{
        .kind = "allocator retention",
        .tell = retained,
        .suggestion = "not a leak: cap the allocator's arenas (MALLOC_ARENA_MAX), or have it trim"},
    Rule{.kind = "peak follows the payload",
         .tell = peak_with_payload,
         .suggestion = "not a leak: handle a large body piece by piece as it comes",
         .example = "streaming"},
    Rule{.kind = "pool not used",
         .tell = no_pool,
         .suggestion = "not a leak: keep the handle or session, so that a connection serves more "
                       "than one fetch",
         .example = "pooled"},
};

}  // namespace

std::optional<Advice> Adviser::advise(const Result& result) {
  if (!result.trial.fetches_from_origin) return std::nullopt;
  KnownOfClient& known = clients_[result.trial.client];
  const bool succeeds = result.fetches > 0 && result.failed == 0;
  const bool leaks = succeeds && result.ruling == Conclusion::leaks &&
                     result.trial.scenario.has_body && result.trial.scenario.group != keys;
  known.leaks = known.leaks || leaks;
  known.is_clean = known.is_clean || (succeeds && result.ruling == Conclusion::clean);
  if (result.ruling == Conclusion::invalid || result.ruling == Conclusion::skipped) {
    return std::nullopt;
  }
  const Evidence evidence(result, known);
  std::optional<Advice> advice;
  for (const auto& [kind, tell, suggestion, example] : rules) {
    if (std::string told = tell(evidence); !told.empty()) {
      advice = Advice{.kind = std::string(kind),
                      .evidence = std::move(told),
                      .suggestion = std::string(suggestion),
                      .example = std::string(example)};
      break;
    }
  }
  known.keeps_responses = known.keeps_responses || (advice && advice->kind == response_is_kept);
  if (leaks && known.kept.size() < most_remembered) {
    known.kept.push_back({evidence.rate(MetricKind::heap, Unit::bytes), evidence.sent_per_fetch()});
  }
  return advice;
}

}  // namespace leakproof
