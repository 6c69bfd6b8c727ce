// SPDX-License-Identifier: MIT
// Longer than other headers: all functions are inline, because the supervisor and the
// preloaded library, which links no C++ library, both compile them.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

/// Which stacks allocated the resources that still exist. The interposer writes this while
/// it is ordered to, and the supervisor reads it. Plain numbers and no pointers, in shared
/// memory that occupies only the pages that were written.
namespace leakproof::preload {

enum class TrackingState : std::uint32_t {
  off,
  reserve,     // the allocator's next call writes its figures and turns this off
  preparing,   // the next call loads the unwinder, but tracks nothing
  on,          // allocations and releases are tracked
  forgetting,  // only releases are tracked; what remains is permanent
};

/// An order to one process.
struct TrackingOrder {
  std::atomic<TrackingState> state{};
  std::atomic<std::uint32_t> epoch{};  // of allocations from now on
};

enum class ResourceKind : std::uint64_t { block, mapping, descriptor, thread };

inline constexpr std::size_t deepest_noted = 63;

/// Incomplete until its depth is set.
struct TrackedStack {
  std::atomic<std::uint64_t> depth{};
  std::array<std::atomic<std::uintptr_t>, deepest_noted> addresses{};  // return addresses
};

struct TrackedResource {
  std::atomic<std::uint64_t> key{};    // 0: the entry is unused
  std::atomic<std::uint64_t> bytes{};  // 0 for a descriptor or thread
  std::atomic<std::uint32_t> stack{};
  std::atomic<std::uint32_t> epoch{};
  // The number of entries, from this one on, in which keys that hash to this one may be
  // stored: a look-up searches no further. Never decreases, so that removal needs no
  // tombstones.
  std::atomic<std::uint32_t> reach{};
  std::atomic<std::uint32_t> unused{};
};

/// Lock-free tables of fixed size, for any number of threads. Resources that do not fit are
/// only counted. A resource is added once before it is removed, and only by the thread that
/// owns it: two threads never change the same entry concurrently.
struct TrackingTable {
  static constexpr std::size_t most_stacks = std::size_t{1} << 14;
  static constexpr std::size_t most_resources = std::size_t{1} << 20;
  static constexpr std::uint32_t longest_reach = 1024;
  static constexpr std::uint32_t no_stack = UINT32_MAX;

  std::atomic<std::uint64_t> lost{};  // no room in a table, or the unwinder was not loaded yet
  // The hash of the stack at the same index, or 0. Stored separately, because searching
  // through the large stacks themselves would use the processor's caches poorly.
  alignas(4096) std::array<std::atomic<std::uint64_t>, most_stacks> hashes{};
  alignas(4096) std::array<TrackedStack, most_stacks> stacks{};
  // On separate pages, because the supervisor reads only pages that were written to.
  alignas(4096) std::array<TrackedResource, most_resources> resources{};

  static constexpr std::uint64_t key_of(ResourceKind kind, std::uintptr_t id) {
    // An address has 47 bits; descriptors are spread out like addresses.
    const auto spread = kind == ResourceKind::descriptor ? (id + 1) << 4 : id;
    return static_cast<std::uint64_t>(kind) << 60 | spread;
  }
  static constexpr ResourceKind thing_of(std::uint64_t key) {
    return static_cast<ResourceKind>(key >> 60);
  }
  static constexpr int descriptor_of(std::uint64_t key) {
    return static_cast<int>(((key << 4) >> 8) - 1);
  }

  /// The index of this stack, which is added if it is new; no_stack if there is no room.
  std::uint32_t place_of(std::span<void* const> addresses) {
    const std::uint64_t hash = hash_of(addresses);
    for (std::uint32_t i = 0; i < near_tries + most_stacks; ++i) {
      const std::uint64_t near_or_far = i < near_tries ? near : most_stacks;
      const auto index = static_cast<std::uint32_t>((hash + i) & (near_or_far - 1));
      std::uint64_t present = hashes[index].load(std::memory_order_relaxed);
      if (present == 0 && hashes[index].compare_exchange_strong(present, hash)) {
        TrackedStack& stack = stacks[index];
        const std::size_t depth = std::min(addresses.size(), deepest_noted);
        for (std::size_t n = 0; n < depth; ++n) {
          stack.addresses[n].store(reinterpret_cast<std::uintptr_t>(addresses[n]),
                                   std::memory_order_relaxed);
        }
        stack.depth.store(depth, std::memory_order_release);
        return index;
      }
      if (present == hash) return index;
    }
    return no_stack;
  }

  /// Prefetches the entry of a key that will be added soon.
  void expect(std::uint64_t key) const { __builtin_prefetch(&resources[home_of(key)], 1); }

  /// Returns false if there is no room.
  bool add(std::uint64_t key, std::uint32_t stack, std::uint32_t epoch, std::uint64_t bytes) {
    TrackedResource& home = resources[home_of(key)];
    for (std::uint32_t i = 0; i < longest_reach; ++i) {
      TrackedResource& resource = resources[(home_of(key) + i) % most_resources];
      std::uint64_t nothing = 0;
      if (resource.key.load(std::memory_order_relaxed) != 0 ||
          !resource.key.compare_exchange_strong(nothing, key, std::memory_order_acquire)) {
        continue;
      }
      resource.stack.store(stack, std::memory_order_relaxed);
      resource.epoch.store(epoch, std::memory_order_relaxed);
      resource.bytes.store(bytes, std::memory_order_relaxed);
      std::uint32_t reach = home.reach.load(std::memory_order_relaxed);
      while (reach < i + 1 && !home.reach.compare_exchange_weak(reach, i + 1)) {
      }
      return true;
    }
    return false;
  }

  /// A removed entry, which can be restored if the release fails.
  struct Gone {
    std::uint64_t key = 0;  // 0: it was not in the table
    std::uint64_t bytes = 0;
    std::uint32_t stack = 0;
    std::uint32_t epoch = 0;
  };

  Gone remove(std::uint64_t key) {
    const std::size_t home = home_of(key);
    const std::uint32_t reach = resources[home].reach.load(std::memory_order_relaxed);
    for (std::uint32_t i = 0; i < reach; ++i) {
      TrackedResource& resource = resources[(home + i) % most_resources];
      if (resource.key.load(std::memory_order_relaxed) != key) continue;
      const Gone gone{.key = key,
                      .bytes = resource.bytes.load(std::memory_order_relaxed),
                      .stack = resource.stack.load(std::memory_order_relaxed),
                      .epoch = resource.epoch.load(std::memory_order_relaxed)};
      resource.key.store(0, std::memory_order_release);
      return gone;
    }
    return {};
  }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;  // 2⁶⁴ / φ (Knuth, 6.4)

  // Each page of heap has 256 adjacent entries, so that neighbouring blocks are stored in
  // few pages of the table.
  static constexpr std::size_t home_of(std::uint64_t key) {
    constexpr std::size_t side_by_side = 256;
    const std::uint64_t lump = (key >> 12) * golden >> 52;
    static_assert((std::size_t{1} << 12) * side_by_side == most_resources);
    return static_cast<std::size_t>(lump) * side_by_side + (key >> 4) % side_by_side;
  }

  // First tries a small part of the table, so that the few stacks of a typical fetch have
  // their hashes on few pages.
  static_assert(std::has_single_bit(most_stacks));
  static constexpr std::uint32_t near = 1024;
  static constexpr std::uint32_t near_tries = 16;

  // Never 0. Alternates between two chains, because each step waits for its multiplication.
  static std::uint64_t hash_of(std::span<void* const> addresses) {
    std::uint64_t hash = golden;
    std::uint64_t other = ~golden;
    for (const void* const address : addresses) {
      const auto next = (std::rotl(hash, 23) ^ reinterpret_cast<std::uintptr_t>(address)) * golden;
      hash = std::exchange(other, next);
    }
    hash ^= std::rotl(other, 32);
    return (hash ^ hash >> 29) | 1;
  }
};

}  // namespace leakproof::preload
