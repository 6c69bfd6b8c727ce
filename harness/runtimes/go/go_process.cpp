// SPDX-License-Identifier: MIT
#include "runtimes/go/go_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <utility>

#include "runtimes/go/executable.hpp"

namespace leakproof::go {
namespace {

constexpr std::size_t most_goroutines = 1 << 20;
constexpr std::size_t most_frames = 64;
constexpr std::size_t most_ancestors = 16;
constexpr std::size_t most_stack_bytes = 64 << 10;  // of a goroutine's stack, from its top
constexpr std::size_t most_stacks = 100'000;
// Sizes beyond these were not written by a Go runtime.
constexpr std::uint64_t largest_stack = std::uint64_t{2} << 30;
constexpr std::uint64_t most_held = std::uint64_t{1} << 42;  // bytes, or objects, of one stack

// Structures that are the same in all versions from 1.19 on.
constexpr std::size_t bucket_header = 48;  // bucket: next, allnext, type, hash, size, nstk
constexpr std::size_t bucket_record =
    128;  // memRecord: allocs, frees, and both in bytes, four times
constexpr std::size_t ancestor_size = 40;  // ancestorInfo: pcs (a slice), goid, gopc

std::uint64_t word_at(std::span<const std::byte> bytes, std::size_t offset) {
  std::uint64_t word = 0;
  if (offset <= bytes.size() && bytes.size() - offset >= sizeof word) {
    std::memcpy(&word, bytes.data() + offset, sizeof word);
  }
  return word;
}

std::vector<std::uintptr_t> words(const ProcessMemory& memory, std::uintptr_t address,
                                  std::size_t count) {
  std::vector<std::uintptr_t> all(count);
  const std::size_t got = memory.read(address, std::as_writable_bytes(std::span(all)));
  all.resize(got / sizeof(std::uintptr_t));
  return all;
}

// "go1.22.3", from the string runtime.buildVersion.
std::string version_of(const ProcessMemory& memory, const Executable& executable) {
  const auto variable = executable.variable("runtime.buildVersion");
  if (!variable) return "";
  const std::vector<std::uintptr_t> string = words(memory, *variable, 2);
  if (string.size() < 2) return "";
  std::string version(std::min<std::size_t>(string[1], 40), '\0');
  version.resize(memory.read(string[0], std::as_writable_bytes(std::span(version))));
  return version;
}

// "go1.22.3" of "go1.22.3 X:boringcrypto".
std::string_view unchanged_version(std::string_view version) {
  constexpr std::size_t after_go = 2;
  return version.substr(0, version.find_first_not_of("0123456789.", after_go));
}

// The name of a variable that is missing, empty if there is none.
std::string find(const Executable& executable, Variables& variables) {
  for (const auto& [name, address] : {std::pair("runtime.forcegcperiod", &Variables::forcegcperiod),
                                      {"runtime.MemProfileRate", &Variables::mem_profile_rate},
                                      {"runtime.memstats", &Variables::memstats},
                                      {"runtime.gcController", &Variables::gc_controller},
                                      {"runtime.debug", &Variables::debug},
                                      {"runtime.allgs", &Variables::allgs},
                                      {"runtime.allglen", &Variables::allglen},
                                      {"runtime.allp", &Variables::allp},
                                      {"runtime.mbuckets", &Variables::mbuckets}}) {
    const auto found = executable.variable(name);
    if (!found) return name;
    variables.*address = *found;
  }
  return "";
}

}  // namespace

std::optional<GoProcess> GoProcess::open(pid_t pid, std::string& obstacle) {
  const Executable executable(pid);
  ProcessMemory memory(pid);
  Variables variables;
  if (!executable.has_symbols()) {
    obstacle = "it was built without a symbol table (-ldflags=-s): build it without -s";
    return std::nullopt;
  }
  if (const std::string missing = find(executable, variables); !missing.empty()) {
    obstacle = fmt::format("its runtime has no variable {}: use Go 1.19 or later", missing);
    return std::nullopt;
  }
  const auto period = memory.value<std::int64_t>(variables.forcegcperiod);
  if (!period || !memory.set(variables.forcegcperiod, *period)) {
    obstacle =
        "its memory may not be written: run leakproof as the same user or as root, and allow "
        "tracing of its own children (kernel.yama.ptrace_scope below 2)";
    return std::nullopt;
  }
  const std::string version = version_of(memory, executable);
  auto layout = layout_of_version(version);
  if (!layout) layout = executable.layout();
  if (!layout) layout = layout_of_version(unchanged_version(version));
  if (!layout) {
    obstacle = fmt::format(
        "it was built without debug information (-ldflags=-w) by {}, whose structures are not "
        "known here: build it without -w",
        version.empty() ? "an unknown version" : version);
    return std::nullopt;
  }
  GoProcess process(std::move(memory), variables, *layout);
  if (process.never_collects()) {
    obstacle = "its collector is switched off (GOGC=off): run it with GOGC=100";
    return std::nullopt;
  }
  return process;
}

std::optional<std::uint32_t> GoProcess::collections() const {
  return memory_.value<std::uint32_t>(variables_.memstats + layout_.stats_numgc);
}

std::optional<std::int64_t> GoProcess::marked_bytes() const {
  return memory_.value<std::int64_t>(variables_.gc_controller + layout_.gc_heap_marked);
}

// Each processor (a `p` of the scheduler) keeps up to 128 of the structures in which goroutines
// wait. They gather over thousands of fetches, as they move between processors.
std::int64_t GoProcess::cached_bytes() const {
  constexpr std::uint64_t most_cached = 128;
  constexpr std::size_t most_processors = 1 << 16;
  constexpr std::uint32_t grain = 16;  // of the sizes in which Go allocates
  const std::vector<std::uintptr_t> list = words(memory_, variables_.allp, 2);
  if (list.size() < 2) return 0;
  std::uint64_t cached = 0;
  for (const std::uintptr_t processor :
       words(memory_, list[0], std::min<std::size_t>(list[1], most_processors))) {
    const auto length =
        memory_.value<std::uint64_t>(processor + layout_.p_sudogcache + sizeof(std::uintptr_t));
    if (length && *length <= most_cached) cached += *length;
  }
  return static_cast<std::int64_t>(cached * ((layout_.sudog_size + grain - 1) / grain * grain));
}

bool GoProcess::never_collects() const {
  return memory_.value<std::int32_t>(variables_.gc_controller + layout_.gc_percent).value_or(0) < 0;
}

// The start of the structure `g` of each, as far as its fields are read here.
std::vector<std::vector<std::byte>> GoProcess::living_descriptors() const {
  constexpr std::uint32_t dead = 6;
  constexpr std::uint32_t spare = 10;  // _Gdeadextra, from 1.26 on: kept for threads of C
  constexpr std::uint32_t not_scanning = 0xfff;
  const auto count = memory_.value<std::uint64_t>(variables_.allglen);
  const auto list = memory_.value<std::uintptr_t>(variables_.allgs);
  if (!count || !list) return {};
  const std::vector<std::uintptr_t> all =
      words(memory_, *list, std::min<std::size_t>(*count, most_goroutines));
  const std::size_t size = std::max({layout_.g_sched_bp, layout_.g_atomicstatus, layout_.g_gopc,
                                     layout_.g_ancestors, layout_.g_startpc}) +
                           sizeof(std::uint64_t);
  std::vector<std::byte> read(all.size() * size);
  const std::size_t got = memory_.read_each(all, size, read);
  std::vector<std::vector<std::byte>> living;
  for (std::size_t i = 0; i < got; ++i) {
    const std::span<const std::byte> one(read.data() + i * size, size);
    const auto status =
        static_cast<std::uint32_t>(word_at(one, layout_.g_atomicstatus)) & not_scanning;
    if (status != dead && status != spare) living.emplace_back(one.begin(), one.end());
  }
  return living;
}

std::int64_t GoProcess::stack_bytes(const std::vector<std::byte>& goroutine) const {
  const std::uint64_t low = word_at(goroutine, layout_.g_stack);
  const std::uint64_t size = word_at(goroutine, layout_.g_stack + sizeof low) - low;
  return size <= largest_stack ? static_cast<std::int64_t>(size) : 0;
}

std::optional<GoProcess::Living> GoProcess::living() const {
  Living sums;
  for (const std::vector<std::byte>& one : living_descriptors()) {
    ++sums.goroutines;
    sums.stack_bytes += stack_bytes(one);
  }
  if (sums.goroutines == 0) return std::nullopt;
  return sums;
}

// Go keeps frame pointers on x86-64 and arm64: each points to the caller's, with the return address
// above it.
std::vector<std::uintptr_t> GoProcess::frames(const std::vector<std::byte>& goroutine) const {
  const std::uint64_t top = word_at(goroutine, layout_.g_sched_sp);
  const std::uint64_t end = word_at(goroutine, layout_.g_stack + sizeof top);
  std::vector<std::uintptr_t> addresses{word_at(goroutine, layout_.g_sched_pc)};
  if (top == 0 || end <= top) return addresses;
  std::vector<std::byte> stack(std::min<std::uint64_t>(end - top, most_stack_bytes));
  stack.resize(memory_.read(top, stack));
  std::uint64_t frame = word_at(goroutine, layout_.g_sched_bp);
  while (frame >= top && frame - top < stack.size() && addresses.size() < most_frames) {
    const std::uint64_t caller = word_at(stack, frame - top);
    addresses.push_back(word_at(stack, frame - top + 8));
    if (caller <= frame) break;
    frame = caller;
  }
  return addresses;
}

// `slice`: the address of a []ancestorInfo, or 0.
std::vector<std::vector<std::uintptr_t>> GoProcess::ancestors(std::uintptr_t slice) const {
  std::vector<std::vector<std::uintptr_t>> all;
  if (slice == 0) return all;
  const std::vector<std::uintptr_t> header = words(memory_, slice, 2);
  if (header.size() < 2) return all;
  const std::size_t count = std::min<std::size_t>(header[1], most_ancestors);
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<std::uintptr_t> pcs = words(memory_, header[0] + i * ancestor_size, 2);
    if (pcs.size() < 2) break;
    all.push_back(words(memory_, pcs[0], std::min<std::size_t>(pcs[1], most_frames)));
  }
  return all;
}

std::map<Goroutine, GoroutineGroup> GoProcess::goroutines() const {
  std::map<Goroutine, GoroutineGroup> all;
  for (const std::vector<std::byte>& one : living_descriptors()) {
    GoroutineGroup& group = all[{.starts_in = word_at(one, layout_.g_startpc),
                                 .waits_at = frames(one),
                                 .ancestors = ancestors(word_at(one, layout_.g_ancestors))}];
    ++group.count;
    group.stack_bytes += stack_bytes(one);
  }
  return all;
}

std::vector<Allocated> GoProcess::memory_profile() const {
  std::vector<Allocated> all;
  std::uintptr_t bucket = memory_.value<std::uintptr_t>(variables_.mbuckets).value_or(0);
  std::array<std::byte, bucket_header + most_frames * 8 + bucket_record> read{};
  for (std::size_t i = 0; bucket != 0 && i < most_stacks; ++i) {
    // It may end before the buffer does, at the end of what is mapped.
    const std::span<const std::byte> bytes(read.data(), memory_.read(bucket, read));
    const std::uint64_t depth = word_at(bytes, 40);
    const std::uintptr_t next = word_at(bytes, 8);
    std::size_t record = bucket_header + depth * 8;
    std::array<std::byte, bucket_record> far{};
    std::span<const std::byte> counts = bytes.subspan(std::min(record, bytes.size()));
    if (record + bucket_record > bytes.size()) {
      counts = std::span<const std::byte>(far.data(), memory_.read(bucket + record, far));
    }
    Allocated held{.size = static_cast<std::int64_t>(word_at(bytes, 32))};
    std::uint64_t objects = 0;
    std::uint64_t size = 0;
    for (std::size_t cycle = 0; cycle < bucket_record; cycle += 32) {
      objects += word_at(counts, cycle) - word_at(counts, cycle + 8);
      size += word_at(counts, cycle + 16) - word_at(counts, cycle + 24);
    }
    if (objects > 0 && objects < most_held && size > 0 && size < most_held) {
      held.objects = static_cast<std::int64_t>(objects);
      held.bytes = static_cast<std::int64_t>(size);
      for (std::size_t at = 0; at < std::min<std::uint64_t>(depth, most_frames); ++at) {
        held.stack.push_back(word_at(bytes, bucket_header + at * 8));
      }
      all.push_back(std::move(held));
    }
    bucket = next;
  }
  return all;
}

}  // namespace leakproof::go
