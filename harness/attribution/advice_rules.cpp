// SPDX-License-Identifier: MIT
#include "attribution/advice_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "text/growth.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

constexpr double nearly_all = 0.9;
constexpr double much_of = 0.8;
constexpr double half = 0.5;
constexpr double few_blocks = 8;  // per fetch: a body, its node in a list, some headers
constexpr double kilobyte = 1024;
constexpr double mebibyte = kilobyte * kilobyte;
constexpr double least_reply = kilobyte / 8;
constexpr double large_payload = 4 * mebibyte;

// Each rule returns the evidence that a trial shows its kind of leak, or an empty string. A
// rule is applied only if no rule before it matches.

std::string per_thread_state(const TrialFacts& trial, const ClientFacts&) {
  if (!trial.leaks() || !trial.name.client_usage.thread_each || trial.threads.leaks) return "";
  return fmt::format("each fetch runs in its own thread, and memory grows: {}",
                     growth_text(trial.heap_blocks.per_fetch, "blocks"));
}

std::string thread_never_joined(const TrialFacts& trial, const ClientFacts&) {
  if (!trial.threads.leaks) return "";
  return growth_text(trial.threads.per_fetch, "threads");
}

std::string leak_on_error_only(const TrialFacts& trial, const ClientFacts& client) {
  if (!trial.leaks() || !trial.all_failed() || client.leaks) return "";
  return client.is_clean
             ? "every fetch failed; when fetches succeed, this client is clean"
             : "every fetch failed; this run did not test the client with successful fetches";
}

std::string body_not_read(const TrialFacts& trial, const ClientFacts&) {
  const double unread = trial.per_fetch(trial.ledger.unread_bytes.value_or(0));
  if (!trial.connections.leaks || unread < 1) return "";
  return fmt::format("{}; the client leaves {} unread",
                     growth_text(trial.connections.per_fetch, "connections"),
                     rate_text(unread, "B"));
}

std::string connection_never_closed(const TrialFacts& trial, const ClientFacts&) {
  if (!trial.descriptors.leaks) return "";
  const std::string descriptors = growth_text(trial.descriptors.per_fetch, "descriptors");
  if (trial.connections.leaks) {
    return fmt::format("{}; the origin counts {}", descriptors,
                       growth_text(trial.connections.per_fetch, "connections"));
  }
  const double in_close_wait = trial.per_fetch(trial.ledger.close_wait.value_or(0));
  if (in_close_wait < half) return "";
  return fmt::format("{}; {:.0f} % of the connections are in CLOSE_WAIT", descriptors,
                     100 * in_close_wait);
}

std::string descriptor_never_closed(const TrialFacts& trial, const ClientFacts&) {
  if (!trial.descriptors.leaks) return "";
  return growth_text(trial.descriptors.per_fetch, "descriptors") + "; connections do not grow";
}

// If a client keeps as much when replies have a very different size, it does not keep replies.
bool keeps_as_much_of_other_replies(const TrialFacts& trial, const ClientFacts& client) {
  const double kept = trial.heap_bytes.per_fetch;
  const double sent = trial.sent_bytes_per_fetch();
  return std::ranges::any_of(client.kept, [&](const ClientFacts::Kept& other) {
    const bool is_as_much = other.kept > much_of * kept && kept > much_of * other.kept;
    return is_as_much && (other.sent > 2 * sent || sent > 2 * other.sent);
  });
}

std::string keeps_response(const TrialFacts& trial, const ClientFacts& client) {
  const double kept = trial.heap_bytes.per_fetch;
  const double sent = trial.sent_bytes_per_fetch();
  if (!trial.heap_bytes.leaks || trial.heap_blocks.per_fetch > few_blocks) return "";
  const std::string left = fmt::format("{} in {}", growth_text(kept, "B"),
                                       rate_text(trial.heap_blocks.per_fetch, "blocks"));
  const bool is_as_large_as_replies =
      sent >= least_reply && kept >= kilobyte && kept >= nearly_all * sent;
  if (is_as_large_as_replies && !keeps_as_much_of_other_replies(trial, client)) {
    return fmt::format("{}; the origin sends {}", left, rate_text(sent, "B"));
  }
  return client.keeps_responses ? left + "; this client also keeps larger replies" : "";
}

std::string per_key_cache(const TrialFacts& trial, const ClientFacts& client) {
  if (!trial.leaks() || !trial.has_unique_keys || client.leaks) return "";
  return fmt::format("{} uses each key once, and memory grows: {}", trial.name.scenario,
                     growth_text(trial.heap_bytes.per_fetch, "B"));
}

std::string mapping_never_unmapped(const TrialFacts& trial, const ClientFacts&) {
  if (!trial.mapped_bytes.leaks && !trial.mappings.leaks) return "";
  return growth_text(trial.mapped_bytes.per_fetch, "B") + " mapped by the program itself";
}

std::string block_never_freed(const TrialFacts& trial, const ClientFacts&) {
  if (!trial.heap_blocks.leaks && !trial.heap_bytes.leaks) return "";
  return fmt::format("{}, {}", growth_text(trial.heap_blocks.per_fetch, "blocks"),
                     growth_text(trial.heap_bytes.per_fetch, "B"));
}

std::string allocator_retention(const TrialFacts& trial, const ClientFacts&) {
  if (trial.retention.empty()) return "";
  return fmt::format("{} {}, while live heap and mapped bytes are flat", trial.retention,
                     growth_text(trial.retained_per_fetch, "B"));
}

std::string peak_follows_payload(const TrialFacts& trial, const ClientFacts&) {
  const auto peak = static_cast<double>(trial.peak_bytes.value_or(0));
  const double sent = trial.sent_bytes_per_fetch();
  if (!trial.is_clean() || sent < large_payload || peak < sent) return "";
  return fmt::format("peak {:.0f} MiB with replies of {:.0f} MiB", peak / mebibyte,
                     sent / mebibyte);
}

std::string pool_not_used(const TrialFacts& trial, const ClientFacts&) {
  // A client should close the connection after a reply that may be truncated.
  if (!trial.is_clean() || trial.all_failed() || !trial.expects_whole_reply) return "";
  if (trial.per_fetch(trial.ledger.connections) < nearly_all ||
      trial.per_fetch(trial.ledger.closed_by_client) < nearly_all) {
    return "";
  }
  return fmt::format("{} connections for {} fetches, closed by the client",
                     grouped(trial.ledger.connections), grouped(trial.fetches));
}

struct Rule {
  std::string_view kind{};
  std::string (*evidence)(const TrialFacts&, const ClientFacts&) = nullptr;
  std::string_view suggestion{};
  std::string_view example{};
};

/// In order of precedence.
constexpr std::array rules{
    Rule{.kind = "per-thread state",
         .evidence = per_thread_state,
         .suggestion = "free the client's per-thread state before the thread ends, or reuse "
                       "threads",
         .example = "scoped"},
    Rule{.kind = "thread never joined",
         .evidence = thread_never_joined,
         .suggestion = "join or detach every thread that a fetch starts, also on error paths"},
    Rule{.kind = "leak on error",
         .evidence = leak_on_error_only,
         .suggestion = "tie the resource to a scope (RAII, with, finally), so that the error path "
                       "frees it as well",
         .example = "scoped"},
    Rule{.kind = "body not read",
         .evidence = body_not_read,
         .suggestion = "read each reply to its end, or close it; until then it holds its "
                       "connection",
         .example = "streaming"},
    Rule{.kind = "connection never closed",
         .evidence = connection_never_closed,
         .suggestion = "close each handle or response after use, preferably at the end of a scope, "
                       "or reuse a single one",
         .example = "scoped"},
    Rule{.kind = "descriptor never closed",
         .evidence = descriptor_never_closed,
         .suggestion =
             "close every descriptor that a fetch opens, preferably at the end of a scope"},
    Rule{.kind = response_kept,
         .evidence = keeps_response,
         .suggestion = "limit the cache, or drop each reply once what is needed of it is taken",
         .example = "extracting"},
    Rule{.kind = "per-key cache",
         .evidence = per_key_cache,
         .suggestion = "limit what is kept per URL, host, cookie or tag, and evict the oldest"},
    Rule{.kind = "mapping never unmapped",
         .evidence = mapping_never_unmapped,
         .suggestion = "unmap all memory that a fetch maps"},
    Rule{.kind = "block never freed",
         .evidence = block_never_freed,
         .suggestion =
             "free the block that the owner's stack allocates, preferably at the end of a scope",
         .example = "scoped"},
    Rule{.kind = "allocator retention",
         .evidence = allocator_retention,
         .suggestion =
             "not a leak: limit the allocator's arenas (MALLOC_ARENA_MAX), or trim its heap"},
    Rule{.kind = "peak follows the payload",
         .evidence = peak_follows_payload,
         .suggestion = "not a leak: process a large body piece by piece as it arrives",
         .example = "streaming"},
    Rule{.kind = "pool not used",
         .evidence = pool_not_used,
         .suggestion = "not a leak: reuse the handle or session, so that a connection serves more "
                       "than one fetch",
         .example = "pooled"},
};

}  // namespace

std::optional<Advice> advise(const TrialFacts& trial, const ClientFacts& client) {
  for (const Rule& rule : rules) {
    std::string evidence = rule.evidence(trial, client);
    if (evidence.empty()) continue;
    return Advice{.kind = std::string(rule.kind),
                  .evidence = std::move(evidence),
                  .suggestion = std::string(rule.suggestion),
                  .example = std::string(rule.example)};
  }
  return std::nullopt;
}

}  // namespace leakproof
