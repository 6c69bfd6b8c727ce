// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/client.hpp>
#include <leakproof/verdict.hpp>

namespace leakproof {

/// What a correct client gets of a fetch.
enum class Gets {
  whole_reply,  // whatever its status
  error,
  time_out,  // its own
  either,    // a whole reply or an error, as its limits have it
};

/// How the origin behaves, as far as a trial must know it.
struct Scenario {
  std::string name{};
  std::string group{};
  std::string summary{};
  Gets gets = Gets::whole_reply;
  bool has_body = true;                   // is there anything to hoard?
  bool is_known = true;                   // false: only the user knows what should come of it
  int requests_per_fetch = 1;             // of a client that follows redirects; 0: none arrives
  int connections_per_fetch = 0;          // at least, where that is all that is seen of a fetch
  std::optional<std::int64_t> horizon{};  // its own, where a fetch is dear
};

/// Growth a fetch of one series that the user puts up with.
struct Tolerance {
  std::string metric{};
  double per_fetch = 0;  // in the metric's unit

  bool operator==(const Tolerance&) const = default;
};

/// What was fetched before a run was interrupted, in another process.
struct Earlier {
  std::int64_t fetches = 0;
  double seconds = 0;

  bool operator==(const Earlier&) const = default;
};

/// How far to look, and the fences around the worker.
struct Plan {
  /// Fetches to the first look: the largest cache that the user is ready to
  /// tolerate. Scarce resources are looked at sooner.
  std::int64_t horizon = 2000;
  std::int64_t at_least = 0;     // fetches that a clean verdict rests on
  std::chrono::seconds lasts{};  // of fetching, that a clean verdict rests on
  Earlier earlier{};             // counts for both
  std::uint64_t seed = 1;        // of the batch sizes
  std::vector<Tolerance> tolerances{};
  std::int64_t max_memory = std::int64_t{2} << 30;
  std::int64_t max_descriptors = 1024;
};

/// In what way the client is used, on whatever scenario.
struct Circumstances {
  int threads = 1;                      // that fetch at once
  bool thread_each = false;             // each fetch in a new one
  bool client_each = false;             // a new client for each fetch, in place of one for all
  std::int64_t cancel_after = 0;        // bytes of the body; 0: as the scenario has it
  std::chrono::milliseconds timeout{};  // the client's own; 0: as the scenario has it

  bool operator==(const Circumstances&) const = default;
};

/// When it is looked for who holds what a client leaks, which takes some more fetches.
enum class Attribution {
  none,
  unless_declared,  // of a leak that the client does not declare
  always,           // of any leak
};

/// One client against one scenario, in a process of its own.
struct Trial {
  std::string client{};
  std::string about{};  // what the client does, for tables
  Scenario scenario{};
  Expectation expect = Expectation::clean;
  std::string leaks_on{};  // besides: scenarios and groups, separated by commas
  Circumstances circumstances{};
  Plan plan{};
  bool fetches_from_origin = true;  // false: a control, whose traffic is not audited
  std::string again{};              // the command that repeats it alone; may be empty
  Attribution attribution = Attribution::none;
  std::int64_t place = 0;  // in the whole plan, from 0
};

/// What the origin saw of one trial.
struct Ledger {
  std::int64_t requests = 0;
  std::int64_t complete = 0;     // replies sent whole
  std::int64_t broken = 0;       // replies that broke off, on either side
  std::int64_t connections = 0;  // accepted since the start
  std::int64_t open = 0;         // of those, neither side has closed yet
  std::int64_t closed_by_client = 0;
  std::int64_t sent_bytes = 0;                 // by the origin, heads of replies included
  std::optional<std::int64_t> close_wait{};    // closed by the origin, still held by the client
  std::optional<std::int64_t> unread_bytes{};  // that the client received and did not read
};

struct Finding {
  Series series{};
  Verdict verdict{};
  bool decides = false;  // in this trial
};

enum class Conclusion {
  clean,
  leaks,
  inconclusive,
  invalid,
  skipped,  // the worker lacks what it needs here, and says so
};

/// A place in the client's code, as well as it is known.
struct Place {
  std::string function{};  // demangled; empty where nothing names it
  std::string file{};      // empty without debug information
  int line = 0;            // 0: not known
  std::string module{};    // the program or library, where that is known
  std::uint64_t offset{};  // in that; 0: not known
};

/// Who holds on to a part of what a trial was accused of: a call stack, or a line
/// of a script.
struct Owner {
  std::string metric{};        // of the series that it explains: "heap_bytes", "descriptors"
  std::string source{};        // how it was found: "call stacks", "tracemalloc", …
  double count_per_fetch = 0;  // blocks, descriptors, threads, mappings
  double bytes_per_fetch = 0;  // of memory
  double share = 0;            // of the growth that the verdict measured; 1 is all of it
  std::vector<Place> stack{};  // innermost first, never empty
  std::optional<std::size_t> yours{};  // index of the first frame outside of system libraries
  std::string besides{};               // for people: sizes, or both ends of a socket
};

/// What kind of leak it is, if it is one, and what to do about it.
struct Advice {
  std::string kind{};        // of a fixed set: "connection never closed", …
  std::string evidence{};    // the numbers that it rests on
  std::string suggestion{};  // one sentence
  std::string example{};     // the bundled adapter that shows how; may be empty
};

/// A trial with all that is known of it afterwards.
struct Result {
  Trial trial{};
  std::string greeting{};
  Conclusion ruling = Conclusion::invalid;
  std::string because{};
  std::int64_t fetches = 0;
  std::int64_t failed = 0;
  double seconds = 0;           // wall clock, the worker's start and end included
  double fetching_seconds = 0;  // from the first order to the last reading
  double looking_seconds = 0;   // of those, for readings and looks
  std::optional<std::int64_t> peak_bytes{};
  std::optional<std::int64_t> allocations{};  // made over the trial, freed or not
  Ledger ledger{};
  std::vector<Finding> findings{};
  std::vector<std::string> not_observable{};  // metrics that cannot be read here
  std::vector<Owner> owners{};                // of a leak; the greatest first
  std::string unattributed{};  // what the owners do not explain, in words; empty: nothing
  std::optional<Advice> advice{};
};

/// What a correct client gets of a fetch in this trial.
Gets gets(const Trial&);

/// What the client declares should come of the trial. On a scenario that may come
/// out either way, what did come of the fetches decides.
Conclusion expected(const Result&);

}  // namespace leakproof
