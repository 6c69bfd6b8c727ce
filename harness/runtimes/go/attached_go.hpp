// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "runtimes/collector.hpp"
#include "runtimes/go/background_thread.hpp"
#include "runtimes/go/confirmation.hpp"
#include "runtimes/go/go_process.hpp"
#include "runtimes/go/setting.hpp"
#include "runtimes/runtime.hpp"
#include "symbols/symbols.hpp"

namespace leakproof {

/// Makes an idle Go program collect its garbage by its own means: the runtime's background thread
/// (sysmon) forces a collection where the last is older than runtime.forcegcperiod, which is
/// written here for a moment, and its naps are cut short. Reports "go_heap", the bytes that the
/// collection found reachable and the stacks of goroutines, and "goroutines". What it writes is put
/// back when it is destroyed.
class AttachedGo final : public Collector {
 public:
  static Attachment attach(pid_t, std::chrono::milliseconds patience);

  AttachedGo(pid_t pid, go::GoProcess process);

  pid_t restless_thread() const override { return background_.thread(); }

  std::optional<std::vector<Reported>> settle(std::chrono::milliseconds patience) override;

  /// The first call makes the runtime record each allocation (runtime.MemProfileRate) and the
  /// stacks of goroutines' creators (GODEBUG=tracebackancestors).
  std::optional<Explanation> explain(std::chrono::milliseconds patience) override;

 private:
  bool collect(std::chrono::milliseconds patience);
  bool is_asleep_but_not_for_long();
  void rest();  // between collections

  pid_t pid_;
  go::GoProcess process_;
  go::Setting<std::int64_t> period_;
  go::Setting<std::int32_t> trace_;
  go::Setting<std::int64_t> profile_rate_;
  go::Setting<std::int32_t> ancestors_;
  go::Setting<std::uint64_t> heap_goal_;
  go::BackgroundThread background_;
  bool is_awake_ = false;      // the background thread
  bool is_collected_ = false;  // by the last collect()
  int stops_while_asleep_ = 0;
  go::Confirmation confirmation_{};
  std::optional<Symbols> symbols_{};  // once it explains
};

}  // namespace leakproof
