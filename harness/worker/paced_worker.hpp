// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "model/explanation.hpp"
#include "model/gate.hpp"
#include "model/worker.hpp"
#include "posix/quiescence.hpp"
#include "runtimes/collection/agent_server.hpp"
#include "runtimes/collection/collection.hpp"
#include "worker/collection_pace.hpp"
#include "worker/connection_owners.hpp"
#include "worker/exhausted_pool.hpp"
#include "worker/other_processes.hpp"
#include "worker/pacing.hpp"
#include "worker/preload.hpp"
#include "worker/rounds.hpp"
#include "worker/watch.hpp"

namespace leakproof {

/// Runs any unmodified program that makes requests in a loop. The origin holds the first
/// request after the ordered ones, so that the program is idle, and at the same place in
/// its loop, whenever it is sampled.
class PacedWorker final : public Worker {
 public:
  struct Settings {
    Command command{};
    Preload preload{};            // as the command's environment says
    int concurrency = 0;          // number of concurrent requests; 0: unknown
    std::int64_t horizon = 2000;  // of the trial's plan
    Watch::Bounds bounds{};
    bool looks_for_exhausted_pool = true;   // tells of it before the client is silent for long
    std::unique_ptr<AgentServer> agents{};  // null: do not collect garbage
  };

  /// Starts the program. Only the first advance()
  /// shows whether it makes requests.
  PacedWorker(Settings, Gate&, ConnectionOwners&, const Interrupt&);

  /// Ends the program and all processes that it started.
  ~PacedWorker() override;

  pid_t pid() const override { return measured_; }
  const HeapTable* heap() const override { return preload_.table(); }
  std::string preload_obstacle() const override { return preload_.obstacle(); }
  std::string banner() const override { return banner_; }
  std::string uncollected() const override { return collection_.uncollected; }
  std::string collection_obstacle() const override { return collection_.obstacle; }
  std::string unmeasured_growth(std::int64_t fetches) const override {
    return others_.growth(fetches);
  }
  Batch advance(std::int64_t fetches, std::string_view url) override;
  Batch advance_part(std::int64_t fetches, std::string_view url) override;
  Batch advance_to_end_of_round(std::int64_t fetches, std::string_view url, std::int64_t at_most,
                                const ReadWithin& read_within) override;
  std::optional<Explanation> explain() override;
  std::optional<Explanation> explain_last() override;
  ExitReport stop() override;
  std::vector<std::string> left_running() const override;

 private:
  void clear_event() const;
  bool fetch(std::int64_t fetches, Until until);
  bool fetch_more(std::int64_t fetches, Until until);
  enum class RoundEnd { reached, not_reached, client_ended };
  RoundEnd finish_round(std::int64_t at_most);
  bool wait_until_idle();
  void require_free_connections(const GateCounts&);
  [[noreturn]] void fail_silent(const GateCounts&);
  enum class Collecting { when_due, always };
  Batch read(Collecting);
  Batch collect();
  std::int64_t closed_by_collection(const Batch&) const;
  bool has_gone() const;
  void find_the_client();
  void find_a_collector();
  bool try_later_to_collect();
  std::optional<pid_t> owner_of_a_held_request(bool anybody) const;
  [[noreturn]] void fail_to_find();
  void require_the_client();
  Batch last_batch();
  void end_all();

  Gate& gate_;
  ConnectionOwners& owners_;
  Preload preload_;
  std::unique_ptr<AgentServer> agents_;
  Watch watch_;
  Pacing pacing_;
  Rounds rounds_{};
  OtherProcesses others_{};
  bool looks_for_exhausted_pool_;
  std::optional<Quiescence> quiescence_{};  // of the process that is measured
  std::optional<ExhaustedPool> pool_{};     // the client's
  pid_t measured_ = 0;                      // the process that connects; 0 until it has connected
  runtimes::Collection collection_{};
  CollectionPace collection_pace_;
  std::string banner_;
};

}  // namespace leakproof
