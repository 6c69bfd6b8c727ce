// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "interposer/supervisor/fault_injector.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "symbols/symbols.hpp"
#include "torture/end_watch.hpp"

namespace leakproof::torture {

/// The client cannot be judged. The message gives the reason.
class NoVerdict : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// The resources of a process, or the growth of these.
struct Holdings {
  std::int64_t blocks = 0;
  std::int64_t bytes = 0;
  std::int64_t descriptors = 0;
};

/// Combines the members of `one` and `other` pairwise.
template <typename Combine>
Holdings each(const Holdings& one, const Holdings& other, Combine combine) {
  return {.blocks = combine(one.blocks, other.blocks),
          .bytes = combine(one.bytes, other.bytes),
          .descriptors = combine(one.descriptors, other.descriptors)};
}

/// One fetch in which a call fails, and the state of the client afterwards.
struct Attempt {
  FaultReport fault{};
  bool succeeded = false;       // the fetch succeeded
  bool is_of_program = false;   // whether its fetch succeeded is not known
  bool ended = false;           // the program ended by itself
  std::string broke{};          // how the worker was lost; may be empty
  EndPlace end{};               // where it was then
  std::int64_t fetches_lost{};  // failed fetches without a fault
  Holdings left{};              // left behind, in addition to undisturbed fetches
  std::vector<Frame> stack{};   // the client's frames, innermost first
};

/// The client whose calls are made to fail. Tests replace it by a fake.
class FaultTarget {
 public:
  virtual ~FaultTarget() = default;

  /// Makes one fetch during which these calls fail. Throws NoVerdict or Interrupted.
  virtual Attempt attempt(const FaultOrder&) = 0;

  /// Makes the next attempt use a fresh process.
  virtual void restart() = 0;
};

/// A worker, which is restarted whenever it is lost.
class WorkerTarget final : public FaultTarget {
 public:
  /// All arguments must outlive it.
  WorkerTarget(const Trial&, Environment&, bool is_program = false);

  Attempt attempt(const FaultOrder&) override;
  void restart() override;

 private:
  void start();
  void learn_own_growth();
  Holdings holdings() const;
  void look_at_end(Attempt&, FaultInjector&);
  void fetch_undisturbed(Attempt&, const Holdings& before);

  const Trial& trial_;
  Environment& environment_;
  bool is_program_;
  std::unique_ptr<Origin> origin_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<EndWatch> end_watch_;
  std::unique_ptr<Symbols> symbols_;
  Holdings own_growth_{};  // in as many undisturbed fetches as an attempt makes
  bool is_fresh_ = false;
  bool fetches_succeed_ = false;  // undisturbed ones
};

}  // namespace leakproof::torture
