// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <csignal>
#include <cstdarg>

#include "interposer/attachments.hpp"
#include "interposer/counting.hpp"
#include "interposer/next.hpp"
#include "interposer/ranges.hpp"
#include "interposer/tracking.hpp"

extern "C" void* __sbrk(std::intptr_t) noexcept;  // NOLINT(bugprone-reserved-identifier)

namespace leakproof::preload {
namespace {

constinit Ranges ranges{};
constinit Attachments attachments{};
constinit std::int64_t beyond_the_break = 0;  // bytes by which the program has moved its break

/// Held from before the system call until the ranges agree with it, because addresses that
/// one thread unmaps can be given to another at once. All signals are blocked meanwhile, so
/// that mmap remains usable in a signal handler.
class Change {
 public:
  Change() : process_(*self.load()) {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &signals_);
    ::pthread_mutex_lock(&process_.mapping_lock);
    mine.mapping = true;
    if (!process_.knows_mappings && !ranges.is_sound()) ranges.clear();
    process_.knows_mappings = true;
  }

  ~Change() {
    const int saved = errno;
    count_mapped(ranges.total() + beyond_the_break);
    mine.mapping = false;
    ::pthread_mutex_unlock(&process_.mapping_lock);
    ::pthread_sigmask(SIG_SETMASK, &signals_, nullptr);
    errno = saved;
  }

  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;

 private:
  Self& process_;
  sigset_t signals_{};
};

// The heap counters cover the allocator's own chunks. A mapping that another interposer
// makes during this call is part of this call.
// Before the functions behind ours are known, an allocator that is linked into the program may be
// initialising itself: nothing is counted, and nothing must allocate.
bool can_count() {
  return resolved.load(std::memory_order_acquire) && is_counting() && !mine.mapping &&
         !mine.tracking;
}

bool is_the_programs(const void* caller) { return can_count() && !found.is_allocator(caller); }

bool is_the_allocators(const void* caller) { return can_count() && found.is_allocator(caller); }

void* map_directly(void* address, std::size_t size, int protection, int flags, int fd,
                   off64_t offset) {
  return std::bit_cast<void*>(::syscall(SYS_mmap, address, size, protection, flags, fd, offset));
}

void* attach(int id, const void* address, int flags) {
  if (resolved) return found.shmat(id, address, flags);
  return std::bit_cast<void*>(::syscall(SYS_shmat, id, address, flags));
}

int detach(const void* address) {
  return resolved ? found.shmdt(address) : static_cast<int>(::syscall(SYS_shmdt, address));
}

// Rounded up to whole pages, as the kernel does.
Range range(const void* address, std::size_t size) {
  const auto page = static_cast<std::uintptr_t>(::getpagesize());
  const auto begin = reinterpret_cast<std::uintptr_t>(address);
  return {begin, begin + (size + page - 1) / page * page};
}

// Must not be called while the ranges are locked, because unwinding is slow.
void note_mapping(const void* address, std::size_t size) {
  if (is_tracking()) {
    track(ResourceKind::mapping, id_of(address),
          static_cast<std::size_t>(range(address, size).size()));
  }
}

template <class Map>
void* map(const void* caller, std::size_t size, Map map_pages) {
  if (is_the_allocators(caller)) {
    void* const address = map_pages();
    if (address != MAP_FAILED) count_reserve(range(address, size).size());
    return address;
  }
  if (!is_the_programs(caller)) return map_pages();
  void* const address = [&] {
    const Change change;
    void* const found = map_pages();
    if (found != MAP_FAILED) ranges.add(range(found, size));
    return found;
  }();
  if (address != MAP_FAILED) note_mapping(address, size);
  return address;
}

// Makes the call and updates the ranges.
template <class Remap>
void* remapped(void* old_address, std::size_t old_size, std::size_t new_size, int flags,
               Remap remap) {
  void* const address = remap();
  if (address == MAP_FAILED) return address;
  // An old size of 0 creates a second mapping of the same memory; with DONTUNMAP the old
  // addresses stay mapped, but empty. A mapping that was not in the ranges is not added.
  const bool stays = old_size == 0 || (flags & MREMAP_DONTUNMAP) != 0;
  if (stays || ranges.remove(range(old_address, old_size))) ranges.add(range(address, new_size));
  return address;
}

}  // namespace
}  // namespace leakproof::preload

#pragma GCC visibility push(default)
extern "C" {

using namespace leakproof::preload;

void* mmap(void* address, std::size_t size, int protection, int flags, int fd,
           off_t offset) noexcept {
  return map(__builtin_return_address(0), size, [=] {
    return resolved ? found.mmap(address, size, protection, flags, fd, offset)
                    : map_directly(address, size, protection, flags, fd, offset);
  });
}

void* mmap64(void* address, std::size_t size, int protection, int flags, int fd,
             off64_t offset) noexcept {
  return map(__builtin_return_address(0), size, [=] {
    return resolved ? found.mmap64(address, size, protection, flags, fd, offset)
                    : map_directly(address, size, protection, flags, fd, offset);
  });
}

int munmap(void* address, std::size_t size) noexcept {
  const void* const caller = __builtin_return_address(0);
  if (!resolved) return static_cast<int>(::syscall(SYS_munmap, address, size));
  if (is_the_allocators(caller)) count_reserve(-range(address, size).size());
  if (!is_the_programs(caller)) return found.munmap(address, size);
  if (is_tracking()) forget(ResourceKind::mapping, id_of(address));
  const Change change;
  const int answer = next()->munmap(address, size);
  if (answer == 0) ranges.remove(range(address, size));
  return answer;
}

void* mremap(void* old_address, std::size_t old_size, std::size_t new_size, int flags,
             ...) noexcept {
  void* wanted = nullptr;
  if ((flags & (MREMAP_FIXED | MREMAP_DONTUNMAP)) != 0) {
    va_list arguments;
    va_start(arguments, flags);
    wanted = va_arg(arguments, void*);
    va_end(arguments);
  }
  const auto remap = [=] {
    return resolved ? found.mremap(old_address, old_size, new_size, flags, wanted)
                    : std::bit_cast<void*>(
                          ::syscall(SYS_mremap, old_address, old_size, new_size, flags, wanted));
  };
  const void* const caller = __builtin_return_address(0);
  if (is_the_allocators(caller)) {
    void* const moved = remap();
    if (moved != MAP_FAILED) {
      count_reserve(range(moved, new_size).size() - range(old_address, old_size).size());
    }
    return moved;
  }
  if (!is_the_programs(caller)) return remap();
  const auto gone =
      is_tracking() ? forget(ResourceKind::mapping, id_of(old_address)) : TrackingTable::Gone{};
  void* const address = [&] {
    const Change change;
    return remapped(old_address, old_size, new_size, flags, remap);
  }();
  if (address == MAP_FAILED) {
    restore(gone);
  } else if (gone.key != 0) {
    note_mapping(address, new_size);
  }
  return address;
}

void* shmat(int id, const void* wanted, int flags) noexcept {
  const void* const caller = __builtin_return_address(0);
  if (!is_the_programs(caller)) return attach(id, wanted, flags);
  shmid_ds segment{};
  const bool is_known = ::shmctl(id, IPC_STAT, &segment) == 0;
  void* const address = [&] {
    const Change change;
    void* const at = attach(id, wanted, flags);
    if (at != MAP_FAILED && is_known) {
      const Range attached = range(at, segment.shm_segsz);
      attachments.add(attached);
      ranges.add(attached);
    }
    return at;
  }();
  if (address != MAP_FAILED && is_known) note_mapping(address, segment.shm_segsz);
  return address;
}

int shmdt(const void* address) noexcept {
  const void* const caller = __builtin_return_address(0);
  if (!is_the_programs(caller)) return detach(address);
  const auto gone =
      is_tracking() ? forget(ResourceKind::mapping, id_of(address)) : TrackingTable::Gone{};
  const int answer = [&] {
    const Change change;
    const int detached = detach(address);
    if (detached == 0) {
      const Range removed = attachments.remove(reinterpret_cast<std::uintptr_t>(address));
      if (removed.size() > 0) ranges.remove(removed);
    }
    return detached;
  }();
  if (answer != 0) restore(gone);
  return answer;
}

// Libc's allocator moves the break by an internal call. Libc's own function is called by its other
// name, because it may be needed before the functions behind ours are known.
void* sbrk(std::intptr_t increment) noexcept {
  const void* const caller = __builtin_return_address(0);
  void* const before = ::__sbrk(increment);
  if (before == MAP_FAILED || increment == 0) return before;
  if (is_the_allocators(caller)) count_reserve(increment);
  if (!is_the_programs(caller)) return before;
  {
    const Change change;
    beyond_the_break += increment;
  }
  if (increment > 0) note_mapping(before, static_cast<std::size_t>(increment));
  return before;
}

int brk(void* address) noexcept {
  const void* const caller = __builtin_return_address(0);
  const std::intptr_t increment =
      static_cast<const char*>(address) - static_cast<const char*>(::__sbrk(0));
  if (::__sbrk(increment) == MAP_FAILED) return -1;
  if (!is_the_programs(caller)) return 0;
  const Change change;
  beyond_the_break += increment;
  return 0;
}

}  // extern "C"
#pragma GCC visibility pop
