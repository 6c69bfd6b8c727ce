// SPDX-License-Identifier: MIT
#include "interposer/supervisor/heap_table.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <system_error>

#include "interposer/counters.hpp"

namespace leakproof {
namespace {

using preload::Stripe;
using preload::Table;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// A path by which other processes can open it as long as this process keeps it open.
std::string path_of(const Fd& fd) {
  return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd.get());
}

// Sealed: if a worker could shrink it, this process would get SIGBUS when reading.
Fd make_memory() {
  Fd memory{::memfd_create(preload::table_name, MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (!memory || ::ftruncate(memory.get(), preload::shared_size) != 0 ||
      ::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    fail("shared memory for the workers' counts");
  }
  return memory;
}

std::uint64_t value(const preload::Counter& counter) {
  return static_cast<std::uint64_t>(counter.load(std::memory_order_relaxed));
}

// Unsigned, because the worker may have written any value, and the sum may overflow.
struct Sums {
  std::uint64_t allocated_blocks = 0, freed_blocks = 0;
  std::uint64_t allocated_bytes = 0, freed_bytes = 0;

  void add(const Stripe& stripe) {
    allocated_blocks += value(stripe.allocated.blocks);
    freed_blocks += value(stripe.freed.blocks);
    allocated_bytes += value(stripe.allocated.bytes);
    freed_bytes += value(stripe.freed.bytes);
  }
};

}  // namespace

HeapTable::HeapTable(const std::filesystem::path& interposer) : HeapTable() {
  interposer_ = std::filesystem::canonical(interposer);
  if (interposer_.find_first_of(": ") != std::string::npos) {
    library_ = Fd{::open(interposer_.c_str(), O_PATH | O_CLOEXEC)};
    if (!library_) fail(interposer_);
    interposer_ = path_of(library_);
  }
}

HeapTable::HeapTable() : memory_(make_memory()), memory_path_(path_of(memory_)) {
  void* const pages = ::mmap(nullptr, preload::shared_size, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_NORESERVE, memory_.get(), 0);
  if (pages == MAP_FAILED) fail("shared memory for the workers' counts");
  table_ = ::new (pages) Table;
  table_->version = preload::table_version;
  table_->magic = preload::table_magic;
}

HeapTable::~HeapTable() { ::munmap(table_, preload::shared_size); }

std::vector<std::string> HeapTable::environment() const {
  std::string libraries = interposer_;
  const char* const users = std::getenv("LD_PRELOAD");
  if (users != nullptr && *users != '\0') libraries.append(":").append(users);
  return {"LD_PRELOAD=" + libraries, std::string(preload::table_variable) + "=" + memory_path_};
}

preload::Slot* HeapTable::slot(pid_t pid) const {
  if (pid <= 0) return nullptr;  // a slot that no process owns
  const auto owner =
      std::ranges::find_if(table_->owners, [pid](const auto& known) { return known == pid; });
  if (owner == table_->owners.end()) return nullptr;
  return &table_->slots[static_cast<std::size_t>(owner - table_->owners.begin())];
}

preload::Fault* HeapTable::fault(pid_t pid) const {
  preload::Slot* const counts = slot(pid);
  return counts != nullptr ? &counts->fault : nullptr;
}

preload::TrackingOrder* HeapTable::tracking_order(pid_t pid) const {
  preload::Slot* const counts = slot(pid);
  return counts != nullptr ? &counts->tracking : nullptr;
}

const preload::TrackingTable& HeapTable::tracking_table() const {
  return *preload::tracking_table_behind(table_);
}

void HeapTable::clear_tracking_table() const {
  ::madvise(preload::tracking_table_behind(table_), preload::shared_size - preload::notes_offset,
            MADV_REMOVE);
}

std::vector<std::pair<std::size_t, std::size_t>> HeapTable::written(const void* start,
                                                                    std::size_t size) const {
  const auto base = static_cast<off_t>(static_cast<const std::byte*>(start) -
                                       reinterpret_cast<const std::byte*>(table_));
  const off_t end = base + static_cast<off_t>(size);
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  for (off_t at = base; at < end;) {
    const off_t data = std::max(base, ::lseek(memory_.get(), at, SEEK_DATA));
    if (data < at || data >= end) break;
    at = std::min(end, ::lseek(memory_.get(), data, SEEK_HOLE));
    if (at <= data) break;
    parts.emplace_back(data - base, at - base);
  }
  return parts;
}

std::optional<HeapCounts> HeapTable::read(pid_t pid) const {
  const preload::Slot* const counts = slot(pid);
  if (counts == nullptr || counts->is_bypassed != 0) return std::nullopt;
  Sums sums;
  for (const Stripe& stripe : counts->stripes) sums.add(stripe);
  return HeapCounts{
      .live_blocks = static_cast<std::int64_t>(sums.allocated_blocks - sums.freed_blocks),
      .live_bytes = static_cast<std::int64_t>(sums.allocated_bytes - sums.freed_bytes),
      .mapped_bytes = static_cast<std::int64_t>(value(counts->mapped_bytes)),
      .allocations = static_cast<std::int64_t>(sums.allocated_blocks),
      .allocated_bytes = static_cast<std::int64_t>(sums.allocated_bytes),
      .has_sizes = counts->lacks_sizes == 0,
  };
}

bool HeapTable::is_bypassed(pid_t pid) const {
  const preload::Slot* const counts = slot(pid);
  return counts != nullptr && counts->is_bypassed != 0;
}

// Libc's allocator reports its reserve when it is ordered to; another one has reserved something
// as soon as it has allocated.
std::optional<Reserve> HeapTable::reserve(pid_t pid) const {
  const preload::Slot* const counts = slot(pid);
  const auto heap = read(pid);
  if (counts == nullptr || !heap) return std::nullopt;
  const auto of_libc = static_cast<std::int64_t>(value(counts->libc_reserve));
  const auto of_others = static_cast<std::int64_t>(value(counts->reserve));
  if (of_libc == 0 && of_others == 0) return std::nullopt;
  const auto top = static_cast<std::int64_t>(value(counts->libc_top));
  const bool is_known = of_others > 0 && heap->has_sizes;
  const std::int64_t free_of_others =
      is_known ? std::max<std::int64_t>(0, of_others - heap->live_bytes) : 0;
  return Reserve{.bytes = of_libc + of_others, .untouched = top + free_of_others};
}

void HeapTable::order_reserve(pid_t pid) const {
  preload::TrackingOrder* const order = tracking_order(pid);
  auto off = preload::TrackingState::off;
  if (order != nullptr) order->state.compare_exchange_strong(off, preload::TrackingState::reserve);
}

}  // namespace leakproof
