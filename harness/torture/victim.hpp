// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <leakproof/engine.hpp>

#include "measure/fault_trap.hpp"
#include "symbols/symbols.hpp"

namespace leakproof::torture {

/// Nothing can be said about the client: why not.
class NoVerdict : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// One fetch in which a call failed, and what the client was like afterwards.
struct Attempt {
  Sprung sprung{};
  bool succeeded = false;       // the fetch, in spite of it
  std::string broke{};          // how the worker was lost; empty: it lives
  std::int64_t fetches_lost{};  // that nothing disturbed: those after it, or itself
  std::int64_t blocks_left{};   // live blocks more than undisturbed fetches would have left
  std::int64_t bytes_left{};
  std::vector<Frame> stack{};  // of the call that failed: the client's part
};

/// The client that the ordeal is for; the seam at which tests put fakes.
class Victim {
 public:
  virtual ~Victim() = default;

  /// One fetch under this order. Throws NoVerdict or Interrupted.
  virtual Attempt attempt(const FaultOrder&) = 0;

  /// Forgets all that it has been through.
  virtual void start_anew() = 0;
};

/// A worker, started anew whenever it was lost.
class WorkerVictim final : public Victim {
 public:
  /// All three must outlive it.
  WorkerVictim(const Trial&, Workbench&, Origin&);

  Attempt attempt(const FaultOrder&) override;
  void start_anew() override { worker_.reset(); }

 private:
  void start();
  void learn_own_growth();
  HeapCounts heap() const;
  void look_afterwards(Attempt&, const HeapCounts& before);

  const Trial& trial_;
  Workbench& bench_;
  Origin& origin_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<Symbols> symbols_;
  HeapCounts own_growth_{};       // of as many fetches as an attempt makes
  bool fetches_succeed_ = false;  // when nothing disturbs them
};

}  // namespace leakproof::torture
