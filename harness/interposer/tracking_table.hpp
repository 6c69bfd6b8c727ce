// SPDX-License-Identifier: MIT
// Longer than other headers: all of it is inline, because both the preloaded library, which
// links no C++ library, and the supervisor compile it.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

/// Who made what is still alive: written down by the interposer while it is
/// ordered to, read by the supervisor. Plain numbers and no pointers, in memory
/// that both share and that takes none where nothing is written.
namespace leakproof::preload {

enum class TrackingState : std::uint32_t {
  off,
  preparing,   // at the next call the unwinder is loaded, and nothing noted
  on,          // what is made is noted, what goes is forgotten
  forgetting,  // only the latter: what outlives this is kept for good
};

/// To one process.
struct TrackingOrder {
  std::atomic<TrackingState> state{};
  std::atomic<std::uint32_t> epoch{};  // of what is made from now on
};

enum class ResourceKind : std::uint64_t { block, mapping, descriptor, thread };

inline constexpr std::size_t deepest_noted = 63;

/// Not whole until its depth is known.
struct TrackedStack {
  std::atomic<std::uint64_t> depth{};
  std::array<std::atomic<std::uintptr_t>, deepest_noted> addresses{};  // to return to
};

struct TrackedResource {
  std::atomic<std::uint64_t> key{};    // 0: nothing
  std::atomic<std::uint64_t> bytes{};  // of memory
  std::atomic<std::uint32_t> stack{};
  std::atomic<std::uint32_t> epoch{};
  // How many places from here on what belongs here may have been put: a look-up
  // goes no further. Never sinks, so that nothing need mark what has gone.
  std::atomic<std::uint32_t> reach{};
  std::atomic<std::uint32_t> unused{};
};

/// Tables of fixed size without locks, for any number of threads. What does not
/// fit is counted. A thing is noted once before it is forgotten, and by whoever
/// has it: two threads never change the same one at once.
struct TrackingTable {
  static constexpr std::size_t most_stacks = std::size_t{1} << 14;
  static constexpr std::size_t most_resources = std::size_t{1} << 20;
  static constexpr std::uint32_t longest_reach = 1024;
  static constexpr std::uint32_t no_stack = UINT32_MAX;

  std::atomic<std::uint64_t> lost{};  // that no table had room for, or no unwinder saw
  // Of the stack in the same place, or 0. Apart, as a processor's caches would keep few
  // at once of what lies as far from each other as stacks do.
  alignas(4096) std::array<std::atomic<std::uint64_t>, most_stacks> hashes{};
  alignas(4096) std::array<TrackedStack, most_stacks> stacks{};
  // In pages of their own, as the supervisor looks only at those that were written to.
  alignas(4096) std::array<TrackedResource, most_resources> resources{};

  static constexpr std::uint64_t key_of(ResourceKind kind, std::uintptr_t id) {
    // An address has 47 bits; a descriptor is spread like one.
    const auto spread = kind == ResourceKind::descriptor ? (id + 1) << 4 : id;
    return static_cast<std::uint64_t>(kind) << 60 | spread;
  }
  static constexpr ResourceKind thing_of(std::uint64_t key) {
    return static_cast<ResourceKind>(key >> 60);
  }
  static constexpr int descriptor_of(std::uint64_t key) {
    return static_cast<int>(((key << 4) >> 8) - 1);
  }

  /// Where this stack is, from now on if it was not known; no_stack if there is no room.
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

  /// It will be added soon: its place is fetched meanwhile.
  void expect(std::uint64_t key) const { __builtin_prefetch(&resources[home_of(key)], 1); }

  /// False if there is no room.
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

  /// What was noted, to be put back should it not go after all.
  struct Gone {
    std::uint64_t key = 0;  // 0: it was not noted
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

  // A page of heap has its 256 places side by side, so that what lies together is
  // noted together, in few pages.
  static constexpr std::size_t home_of(std::uint64_t key) {
    constexpr std::size_t side_by_side = 256;
    const std::uint64_t lump = (key >> 12) * golden >> 52;
    static_assert((std::size_t{1} << 12) * side_by_side == most_resources);
    return static_cast<std::size_t>(lump) * side_by_side + (key >> 4) % side_by_side;
  }

  // The few stacks of a usual fetch have their hashes on few pages.
  static_assert(std::has_single_bit(most_stacks));
  static constexpr std::uint32_t near = 1024;
  static constexpr std::uint32_t near_tries = 16;

  // Never 0. Two chains in turn, as each waits for its multiplication.
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
