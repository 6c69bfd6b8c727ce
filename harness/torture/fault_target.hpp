// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "attribution/symbols.hpp"
#include "interposer/supervisor/fault_injector.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"

namespace leakproof::torture {

/// Nothing can be said about the client: why not.
class NoVerdict : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// What a process holds, or what it holds more than it did.
struct Holdings {
  std::int64_t blocks = 0;
  std::int64_t bytes = 0;
  std::int64_t descriptors = 0;
};

/// Each number by itself: that of one, combined with that of the other.
template <typename Combine>
Holdings each(const Holdings& one, const Holdings& other, Combine combine) {
  return {.blocks = combine(one.blocks, other.blocks),
          .bytes = combine(one.bytes, other.bytes),
          .descriptors = combine(one.descriptors, other.descriptors)};
}

/// One fetch in which a call failed, and what the client was like afterwards.
struct Attempt {
  FaultReport sprung{};
  bool succeeded = false;       // the fetch, in spite of it
  std::string broke{};          // how the worker was lost; empty: it lives
  std::int64_t fetches_lost{};  // that nothing disturbed: those after it, or itself
  Holdings left{};              // behind, beyond what undisturbed fetches would have left
  std::vector<Frame> stack{};   // of the call that failed: the client's part
};

/// The client that the ordeal is for; the seam at which tests put fakes.
class FaultTarget {
 public:
  virtual ~FaultTarget() = default;

  /// One fetch under this order. Throws NoVerdict or Interrupted.
  virtual Attempt attempt(const FaultOrder&) = 0;

  /// Forgets all that it has been through.
  virtual void start_anew() = 0;
};

/// A worker, started anew whenever it was lost.
class WorkerTarget final : public FaultTarget {
 public:
  /// All three must outlive it.
  WorkerTarget(const Trial&, Environment&, Origin&);

  Attempt attempt(const FaultOrder&) override;
  void start_anew() override { worker_.reset(); }

 private:
  void start();
  void learn_own_growth();
  Holdings holdings() const;
  void look_afterwards(Attempt&, const Holdings& before);

  const Trial& trial_;
  Environment& bench_;
  Origin& origin_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<Symbols> symbols_;
  Holdings own_growth_{};  // of as many fetches as an attempt makes
  bool is_fresh_ = false;
  bool fetches_succeed_ = false;  // when nothing disturbs them
};

}  // namespace leakproof::torture
