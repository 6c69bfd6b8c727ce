// SPDX-License-Identifier: MIT
#include "interposer/tracking.hpp"

#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <string_view>

#include "interposer/counting.hpp"

namespace leakproof::preload {
namespace {

using Unwind = int (*)(void**, int);

constinit TrackingOrder never{};
constinit std::atomic<TrackingTable*> tracking_table = nullptr;
constinit std::atomic<Unwind> unwind = nullptr;

// The system's, or the one that a bundle carries beside this library (cmake/Bundle.cmake).
void* libunwind() {
  if (void* const library = ::dlopen("libunwind.so.8", RTLD_NOW | RTLD_LOCAL)) return library;
  constexpr std::string_view carried = "/libraries/libunwind.so.8";
  Dl_info self{};
  std::array<char, PATH_MAX> path{};
  // Resolved, because it may have been preloaded as /proc/PID/fd/N.
  if (::dladdr(&unwind, &self) == 0 || ::realpath(self.dli_fname, path.data()) == nullptr) {
    return nullptr;
  }
  const std::size_t folder = std::string_view(path.data()).rfind('/');
  if (folder == std::string_view::npos || folder + carried.size() >= path.size()) return nullptr;
  path[folder + carried.copy(path.data() + folder, carried.size())] = '\0';
  return ::dlopen(path.data(), RTLD_NOW | RTLD_LOCAL);
}

// libunwind caches how to unwind each function, so that a step is a look-up. libc's
// unwinder is much slower, but always available. The library is loaded only into the one
// process that tracks. No thread waits for the loading: another thread may hold the
// loader's lock.
Unwind unwinder() {
  static constinit std::atomic<bool> is_loading = false;
  if (const Unwind known = unwind.load(std::memory_order_acquire)) return known;
  if (is_loading.exchange(true)) return nullptr;
  void* const library = libunwind();
  void* const fast = library ? ::dlsym(library, "unw_backtrace") : nullptr;
  const Unwind found = fast ? reinterpret_cast<Unwind>(fast) : ::backtrace;
  std::array<void*, 4> first{};
  found(first.data(), static_cast<int>(first.size()));  // the first call initialises the unwinder
  unwind.store(found, std::memory_order_release);
  return found;
}

// A forked child has its parent's orders until it has its own counters. A child of vfork
// even shares its parent's memory, but the descriptors that it closes stay open in the
// parent.
bool is_ours(ResourceKind kind) {
  const std::int64_t era = self.load(std::memory_order_relaxed)->era;
  return era != 0 && (kind == ResourceKind::block || era == ::getpid());
}

/// While this exists, allocations of this thread belong to the interposer and are not
/// tracked.
class Aside {
 public:
  Aside() { mine.tracking = true; }
  ~Aside() {
    mine.tracking = false;
    errno = saved_;
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

 private:
  int saved_ = errno;
};

void count_lost(TrackingTable& table) { table.lost.fetch_add(1, std::memory_order_relaxed); }

[[gnu::always_inline]] inline void write_down(ResourceKind kind, std::uintptr_t id,
                                              std::size_t bytes) {
  const TrackingOrder& order = *tracking_order.load(std::memory_order_relaxed);
  const TrackingState state = order.state.load(std::memory_order_relaxed);
  TrackingTable* const table = tracking_table.load(std::memory_order_relaxed);
  if (mine.tracking || mine.measuring || mine.resolving || !table || !is_ours(kind)) return;
  const Aside aside;
  // An allocator may map memory while it holds a lock that the loader would need.
  const Unwind look =
      kind == ResourceKind::mapping ? unwind.load(std::memory_order_acquire) : unwinder();
  if (state != TrackingState::on) return;
  if (!look) return count_lost(*table);
  const std::uint64_t key = TrackingTable::key_of(kind, id);
  table->expect(key);
  std::array<void*, deepest_noted> addresses;  // NOLINT: not worth clearing
  const int depth = look(addresses.data(), static_cast<int>(addresses.size()));
  const auto known = static_cast<std::size_t>(std::max(0, depth));
  const std::uint32_t stack = table->place_of(std::span(addresses).first(known));
  // Its old entry remains if it was released without a call that we intercept.
  if (kind != ResourceKind::block) table->remove(key);
  const std::uint32_t epoch = order.epoch.load(std::memory_order_relaxed);
  if (stack == TrackingTable::no_stack || !table->add(key, stack, epoch, bytes)) count_lost(*table);
}

}  // namespace

LEAKPROOF_HOT constinit std::atomic<TrackingOrder*> tracking_order = &never;

void await_tracking_orders_at(TrackingOrder* place) { tracking_order = place ? place : &never; }

void track_in(TrackingTable* table) { tracking_table = table; }

void track(ResourceKind kind, std::uintptr_t id, std::size_t bytes) { write_down(kind, id, bytes); }

void* tracked_block(void* block, std::size_t bytes) {
  if (!is_tracking()) {
    if (!mine.tracking && !mine.measuring && !mine.resolving) publish_reserve();
    return block;
  }
  write_down(ResourceKind::block, id_of(block), bytes);
  return block;
}

TrackingTable::Gone forget(ResourceKind kind, std::uintptr_t id) {
  TrackingTable* const table = tracking_table.load(std::memory_order_relaxed);
  if (!table || !is_ours(kind)) return {};
  return table->remove(TrackingTable::key_of(kind, id));
}

void restore(const TrackingTable::Gone& gone) {
  TrackingTable* const table = tracking_table.load(std::memory_order_relaxed);
  if (gone.key == 0 || !table) return;
  if (!table->add(gone.key, gone.stack, gone.epoch, gone.bytes)) count_lost(*table);
}

}  // namespace leakproof::preload
