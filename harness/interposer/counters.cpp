// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>

#include <bit>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <new>

#include "interposer/counting.hpp"
#include "interposer/failing.hpp"
#include "interposer/next.hpp"
#include "interposer/own_pages.hpp"
#include "interposer/tracking.hpp"

namespace leakproof::preload {
namespace {

constinit Slot early_slot{};
constinit Self early_self{.era = before_attaching, .slot = &early_slot};

// Ordinary memory, copied by fork: a child finds its parent's slot in these variables.
constinit Table* table = nullptr;
constinit Slot* last_slot = &early_slot;
constinit std::atomic<std::int32_t>* last_owner = nullptr;  // null: early_slot
constinit pid_t last_pid = 0;
constinit std::atomic<std::int64_t> mapped = 0;
constinit std::atomic<std::int64_t> reserved = 0;
constinit std::atomic<bool> bypassed = false;

constinit pthread_key_t at_thread_end{};
constinit bool owns_stripes = false;  // at_thread_end was created

Table* map_table(int fd) {
  struct stat status {};
  void* pages = nullptr;
  if (::fstat(fd, &status) == 0 && status.st_size == shared_size) {
    pages = own_pages(shared_size, MAP_SHARED | MAP_NORESERVE, fd);
  }
  auto* const found = static_cast<Table*>(pages);
  return found && found->magic == table_magic && found->version == table_version ? found : nullptr;
}

bool is_dead(pid_t pid) { return ::kill(pid, 0) != 0 && errno == ESRCH; }

// This process's slot from before an exec, else a free one, else that of a process that has
// ended.
Slot* claim_slot(pid_t pid) {
  const auto claim_if = [pid](auto may_have) -> Slot* {
    for (std::size_t i = 0; i < slot_count; ++i) {
      auto& owner = table->owners[i];
      std::int32_t present = owner;
      if (may_have(present) && owner.compare_exchange_strong(present, -pid)) {
        last_owner = &owner;
        return &table->slots[i];
      }
    }
    return nullptr;
  };
  if (Slot* own = claim_if([pid](pid_t owner) { return std::abs(owner) == pid; })) return own;
  if (Slot* unused = claim_if([](pid_t owner) { return owner == 0; })) return unused;
  return claim_if([](pid_t owner) { return is_dead(std::abs(owner)); });
}

void carry_over(const Stripe& from, Stripe& to) {
  for (const Side side : {&Stripe::allocated, &Stripe::freed}) {
    add((to.*side).blocks, (from.*side).blocks);
    add((to.*side).bytes, (from.*side).bytes);
  }
}

void restart(Slot& slot, const Stripe& sums) {
  for (Stripe& stripe : slot.stripes) ::new (&stripe) Stripe{};
  carry_over(sums, slot.stripes[0]);
  slot.mapped_bytes = mapped.load();
  slot.reserve = reserved.load();
  slot.libc_reserve = 0;
  slot.is_bypassed = bypassed ? 1 : 0;
  slot.lacks_sizes = found.lacks_sizes ? 1 : 0;
  ::new (&slot.fault) Fault{};
  ::new (&slot.tracking) TrackingOrder{};
}

// Gives this process its own counters, which continue from earlier ones: the few from
// before attaching, or its parent's. If 64 other live processes occupy all slots, the
// process is not counted.
void settle(Self& process) {
  if (process.settling.exchange(true)) return;
  const pid_t pid = ::getpid();
  Stripe sums;
  if (last_slot && (!last_owner || *last_owner == last_pid)) {
    for (const Stripe& stripe : last_slot->stripes) carry_over(stripe, sums);
  }
  last_slot = claim_slot(pid);
  if (last_slot) {
    restart(*last_slot, sums);
    *last_owner = pid;
  }
  await_faults_at(last_slot ? &last_slot->fault : nullptr);
  await_tracking_orders_at(last_slot ? &last_slot->tracking : nullptr);
  last_pid = pid;
  mine.era = 0;
  process.slot = last_slot;
  process.era = pid;
}

void leave_stripe(void* thread) {
  auto& leaving = *static_cast<Mine*>(thread);
  Self& process = *self.load();
  if (is_tracking()) forget(ResourceKind::thread, ::pthread_self());
  if (leaving.era != process.era || !leaving.stripe) return;
  const auto index = leaving.stripe - process.slot.load()->stripes.data();
  leaving.stripe = nullptr;
  process.taken.fetch_and(~(std::uint64_t{1} << index), std::memory_order_release);
}

Stripe* take_stripe(Self& process) {
  std::uint64_t taken = process.taken;
  for (;;) {
    const std::uint64_t free = ~(taken | 1);
    if (free == 0) return nullptr;
    const auto lowest = free & -free;
    if (process.taken.compare_exchange_weak(taken, taken | lowest, std::memory_order_acquire)) {
      return &process.slot.load()->stripes[static_cast<std::size_t>(std::countr_zero(lowest))];
    }
  }
}

// Sets the era first: pthread_setspecific may allocate and call this function again.
void join(Self& process) {
  mine.era = process.era;
  mine.stripe = nullptr;
  if (!owns_stripes || !process.slot.load()) return;
  if (::pthread_setspecific(at_thread_end, &mine) == 0) mine.stripe = take_stripe(process);
}

// Null if this process is not counted.
Slot* own_slot(Self& process) {
  if (process.era == 0) settle(process);
  return process.slot.load(std::memory_order_relaxed);
}

Self* make_self() {
  static_assert(sizeof(Self) <= 4096);
  const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const page = own_pages(size);
  if (!page) return nullptr;
  if (::madvise(page, size, MADV_WIPEONFORK) != 0) {
    // A kernel before 4.14: allocations that other atfork handlers make before this one
    // runs still count for the parent.
    ::pthread_atfork(nullptr, nullptr, [] { ::new (self.load()) Self{}; });
  }
  return ::new (page) Self{};
}

bool start_counting_in(int fd) {
  table = map_table(fd);
  Self* const process = table ? make_self() : nullptr;
  if (!process) return false;
  owns_stripes = ::pthread_key_create(&at_thread_end, leave_stripe) == 0;
  track_in(tracking_table_behind(table));
  settle(*process);
  self = process;
  return true;
}

// Runs after libc's constructors, so that the environment is available.
[[gnu::constructor]] void attach() {
  const int saved = errno;
  const char* const path = ::getenv(table_variable);
  next();  // sets `passive` under a sanitizer
  const int fd = path && !passive ? ::open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0 || !start_counting_in(fd)) passive = true;
  if (fd >= 0) ::close(fd);
  errno = saved;
}

}  // namespace

// g++ lays these out in reverse order, so the last one begins the cache line.
LEAKPROOF_HOT constinit std::atomic<Self*> self = &early_self;
constinit thread_local Mine mine{};
LEAKPROOF_HOT alignas(cache_line) constinit std::atomic<bool> passive = false;

void count_in_shared_stripe(Side side, std::int64_t bytes) {
  const int saved = errno;
  Self& process = *self.load();
  Slot* const slot = own_slot(process);
  if (mine.era != process.era) join(process);
  errno = saved;
  if (!slot) return;
  Stripe& stripe = mine.stripe ? *mine.stripe : slot->stripes[0];
  (stripe.*side).blocks.fetch_add(1, std::memory_order_relaxed);
  (stripe.*side).bytes.fetch_add(bytes, std::memory_order_relaxed);
}

void count_mapped(std::int64_t bytes) {
  mapped = bytes;
  if (Slot* const slot = own_slot(*self.load())) slot->mapped_bytes = bytes;
}

void count_reserve(std::int64_t bytes) {
  reserved += bytes;
  if (Slot* const slot = own_slot(*self.load())) slot->reserve = reserved.load();
}

void take_a_place() { own_slot(*self.load()); }

void note_bypass() {
  bypassed = true;
  if (Slot* const slot = own_slot(*self.load())) slot->is_bypassed = 1;
}

// A forked child has its parent's orders until it has its own counters.
void publish_reserve() {
  const Self& process = *self.load();
  Slot* const slot = process.slot.load();
  if (!slot || process.era != ::getpid()) return;
  auto ordered = TrackingState::reserve;
  if (!slot->tracking.state.compare_exchange_strong(ordered, TrackingState::off)) return;
  const Next* const behind = next();
  if (!behind || !behind->libc_figures) return;
  mine.tracking = true;
  const struct mallinfo2 figures = behind->libc_figures();
  mine.tracking = false;
  slot->libc_top = static_cast<std::int64_t>(figures.keepcost);
  slot->libc_reserve = static_cast<std::int64_t>(figures.arena + figures.hblkhd);
}

}  // namespace leakproof::preload
