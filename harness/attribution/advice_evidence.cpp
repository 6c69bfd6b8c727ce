// SPDX-License-Identifier: MIT
#include "attribution/advice_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "text/growth.hpp"
#include "text/numbers.hpp"

namespace leakproof::evidence {
namespace {

constexpr double nearly_all = 0.9;
constexpr double much_of = 0.8;
constexpr double half = 0.5;
constexpr double few_blocks = 8;  // per fetch: a body, its node in a list, some headers
// A runtime's object for a reply of 16 KiB is up to 1.6 times as large.
constexpr double most_of_object = 3;
// An array of a reply's bytes or characters has a pointer for each.
constexpr double pointer_size = 8;
constexpr double kilobyte = 1024;
constexpr double mebibyte = kilobyte * kilobyte;
constexpr double least_reply = kilobyte / 8;
constexpr double largest_buffer = 4 * kilobyte;  // of a reader
constexpr double large_payload = 4 * mebibyte;

double kept_by(const TrialFacts& trial) {
  return trial.runtime_heap.leaks ? trial.runtime_heap.per_fetch : trial.heap_bytes.per_fetch;
}

std::string with_container(std::string evidence, const TrialFacts& trial) {
  const bool is_known = !evidence.empty() && !trial.growing_containers.empty();
  if (is_known) evidence += "; " + trial.growing_containers.front();
  return evidence;
}

// If a client keeps as much when replies have a very different size, it does not keep replies.
bool keeps_as_much_of_other_replies(const TrialFacts& trial, const ClientFacts& client) {
  const double kept = kept_by(trial);
  const double sent = trial.sent_bytes_per_fetch();
  return std::ranges::any_of(client.kept, [&](const ClientFacts::Kept& other) {
    const bool is_as_much = other.kept > much_of * kept && kept > much_of * other.kept;
    return is_as_much && (other.sent > 2 * sent || sent > 2 * other.sent);
  });
}

}  // namespace

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

std::string keeps_response(const TrialFacts& trial, const ClientFacts& client) {
  const double kept = kept_by(trial);
  const double sent = trial.sent_bytes_per_fetch();
  const bool is_managed = trial.is_managed();
  const bool leaks = trial.heap_bytes.leaks || trial.runtime_heap.leaks;
  if (!leaks || (!is_managed && trial.heap_blocks.per_fetch > few_blocks)) return "";
  std::string left = growth_text(kept, "B");
  if (!trial.runtime_heap.leaks) left += " in " + rate_text(trial.heap_blocks.per_fetch, "blocks");
  const double pointers = pointer_size * sent;
  const bool is_array =
      is_managed && kept >= nearly_all * pointers && nearly_all * kept <= pointers;
  const bool is_one_object =
      kept >= nearly_all * sent && (!is_managed || kept <= most_of_object * sent);
  const bool is_as_large_as_replies =
      sent >= least_reply && kept >= kilobyte && (is_one_object || is_array);
  if (is_as_large_as_replies && !keeps_as_much_of_other_replies(trial, client)) {
    left += "; the origin sends " + rate_text(sent, "B");
    return with_container(std::move(left), trial);
  }
  return client.keeps_responses ? left + "; this client also keeps larger replies" : "";
}

std::string per_key_cache(const TrialFacts& trial, const ClientFacts& client) {
  if (!trial.leaks() || !trial.has_unique_keys || client.leaks) return "";
  return fmt::format("{} uses each key once, and memory grows: {}", trial.name.scenario,
                     growth_text(kept_by(trial), "B"));
}

std::string mapping_never_unmapped(const TrialFacts& trial, const ClientFacts&) {
  if (trial.private_memory.leaks && trial.owners.find(", mapped directly") != trial.owners.npos) {
    return growth_text(trial.private_memory.per_fetch, "B") + " mapped by the program itself";
  }
  if (trial.runtime_heap.leaks || (!trial.mapped_bytes.leaks && !trial.mappings.leaks)) return "";
  if (!trial.mapped_bytes.leaks) return growth_text(trial.mappings.per_fetch, "mappings");
  return growth_text(trial.mapped_bytes.per_fetch, "B") + " mapped by the program itself";
}

std::string block_never_freed(const TrialFacts& trial, const ClientFacts&) {
  if (trial.heap_blocks.leaks || trial.heap_bytes.leaks) {
    return fmt::format("{}, {}", growth_text(trial.heap_blocks.per_fetch, "blocks"),
                       growth_text(trial.heap_bytes.per_fetch, "B"));
  }
  if (!trial.private_memory.leaks || trial.owners.empty()) return "";
  return growth_text(trial.private_memory.per_fetch, "B") + " of private memory";
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

std::string object_kept(const TrialFacts& trial, const ClientFacts&) {
  if (trial.runtime_heap.leaks) {
    return with_container(growth_text(trial.runtime_heap.per_fetch, "B"), trial);
  }
  return trial.is_managed() ? with_container(block_never_freed(trial, {}), trial) : "";
}

// A class of a lambda is the name of an object in a stack; elsewhere, words surround it.
std::string callback_kept(const TrialFacts& trial, const ClientFacts& client) {
  constexpr std::string_view lambda = "$$Lambda";
  const std::string_view owners = trial.owners;
  for (std::size_t at = owners.find(lambda); at != owners.npos; at = owners.find(lambda, at + 1)) {
    const std::size_t begin = owners.rfind('\n', at);
    const std::size_t end = std::min(owners.find('\n', at), owners.size());
    const std::size_t from = begin == owners.npos ? 0 : begin;
    if (owners.substr(from, end - from).find(' ') == owners.npos) return object_kept(trial, client);
  }
  return "";
}

std::string task_left(const TrialFacts& trial, const ClientFacts&) {
  if (!trial.tasks.leaks) return "";
  return growth_text(trial.tasks.per_fetch, trial.language == "Go" ? "goroutines" : "tasks");
}

std::string connection_left(const TrialFacts& trial, const ClientFacts& client) {
  return trial.connections.leaks ? connection_never_closed(trial, client) : "";
}

// The end of a small body may come with its headers, into the client's buffer, without being read.
std::string connection_left_though_read(const TrialFacts& trial, const ClientFacts& client) {
  const bool is_large = trial.sent_bytes_per_fetch() >= 2 * largest_buffer;
  const bool is_read = trial.per_fetch(trial.ledger.unread_bytes.value_or(0)) < 1;
  return is_large && is_read ? connection_left(trial, client) : "";
}

std::string memory_left(const TrialFacts& trial, const ClientFacts& client) {
  return trial.runtime_heap.leaks ? object_kept(trial, client) : block_never_freed(trial, client);
}

std::string memory_or_connection_left(const TrialFacts& trial, const ClientFacts& client) {
  std::string memory = memory_left(trial, client);
  return memory.empty() ? connection_left(trial, client) : memory;
}

std::string closed_by_collector(const TrialFacts& trial, const ClientFacts&) {
  return trial.is_clean() ? trial.collected_descriptors : "";
}

}  // namespace leakproof::evidence
