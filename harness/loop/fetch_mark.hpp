// SPDX-License-Identifier: MIT
#pragma once

// The interposer's; null where it is not preloaded.
extern "C" [[gnu::weak]] void leakproof_fetch_begins();
extern "C" [[gnu::weak]] void leakproof_fetch_ends();

namespace leakproof {

/// Tells the interposer what is the client's fetch and what is our loop, so that
/// it fails allocations of the former alone.
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
