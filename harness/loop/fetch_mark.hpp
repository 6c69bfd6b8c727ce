// SPDX-License-Identifier: MIT
#pragma once

// Defined by the interposer; null if it is not preloaded.
extern "C" [[gnu::weak]] void leakproof_fetch_begins();
extern "C" [[gnu::weak]] void leakproof_fetch_ends();

namespace leakproof {

/// Marks the scope of a client's fetch for the interposer, so that it fails only
/// allocations of the fetch, not those of the worker's loop.
class FetchMark {
 public:
  FetchMark() {
    if (leakproof_fetch_begins != nullptr) leakproof_fetch_begins();
  }
  ~FetchMark() {
    if (leakproof_fetch_ends != nullptr) leakproof_fetch_ends();
  }
  FetchMark(const FetchMark&) = delete;
  FetchMark& operator=(const FetchMark&) = delete;
};

}  // namespace leakproof
