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

/// Nothing can be said about the client; says why.
class NoVerdict : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// What a process holds, or by how much that has grown.
struct Holdings {
  std::int64_t blocks = 0;
  std::int64_t bytes = 0;
  std::int64_t descriptors = 0;
};

/// Combines each number of one with the same number of the other.
template <typename Combine>
Holdings each(const Holdings& one, const Holdings& other, Combine combine) {
  return {.blocks = combine(one.blocks, other.blocks),
          .bytes = combine(one.bytes, other.bytes),
          .descriptors = combine(one.descriptors, other.descriptors)};
}

/// One fetch in which a call fails, and the state of the client afterwards.
struct Attempt {
  FaultReport fault{};
  bool succeeded = false;       // the fetch
  std::string broke{};          // how the worker was lost; empty: it was not
  std::int64_t fetches_lost{};  // undisturbed fetches that failed: after it, or it before the call
  Holdings left{};              // behind, beyond what undisturbed fetches leave
  std::vector<Frame> stack{};   // the client's part, innermost first
};

/// The client whose calls are made to fail; the seam at which tests put fakes.
class FaultTarget {
 public:
  virtual ~FaultTarget() = default;

  /// Makes one fetch during which these calls fail. Throws NoVerdict or Interrupted.
  virtual Attempt attempt(const FaultOrder&) = 0;

  /// The next attempt is made by a fresh process.
  virtual void restart() = 0;
};

/// A worker, restarted whenever it was lost.
class WorkerTarget final : public FaultTarget {
 public:
  /// All three must outlive it.
  WorkerTarget(const Trial&, Environment&, Origin&);

  Attempt attempt(const FaultOrder&) override;
  void restart() override { worker_.reset(); }

 private:
  void start();
  void learn_own_growth();
  Holdings holdings() const;
  void fetch_undisturbed(Attempt&, const Holdings& before);

  const Trial& trial_;
  Environment& environment_;
  Origin& origin_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<Symbols> symbols_;
  Holdings own_growth_{};  // over as many undisturbed fetches as an attempt makes
  bool is_fresh_ = false;
  bool fetches_succeed_ = false;  // undisturbed
};

}  // namespace leakproof::torture
