// SPDX-License-Identifier: MIT
#include "plan/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <string_view>

#include <leakproof/tolerance.hpp>

#include "compare/trial_name.hpp"
#include "model/result.hpp"
#include "model/sort_stably.hpp"
#include "model/usage_error.hpp"
#include "plan/shares.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t most_shards = 100'000;

/// The environment variables by which a batch system assigns a shard to a process.
struct Engine {
  const char* index;
  const char* total;
  const char* first = nullptr;  // variable of the lowest index, if there is one
  int counts_from = 0;          // the lowest index otherwise
};

constexpr std::array<Engine, 4> engines{{
    {.index = "SLURM_ARRAY_TASK_ID",
     .total = "SLURM_ARRAY_TASK_COUNT",
     .first = "SLURM_ARRAY_TASK_MIN"},
    {.index = "JOB_COMPLETION_INDEX", .total = "LEAKPROOF_SHARDS"},
    {.index = "CI_NODE_INDEX", .total = "CI_NODE_TOTAL", .counts_from = 1},
    {.index = "GTEST_SHARD_INDEX", .total = "GTEST_TOTAL_SHARDS"},
}};

double median_of(std::vector<double> values) {
  if (values.empty()) return 1;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// The name of a trial without its seed, which hardly affects the duration.
TrialName kind_of(const Trial& trial) {
  TrialName name = trial_name_of(trial);
  name.seed = 0;
  return name;
}

std::vector<double> expected_seconds(const std::vector<Trial>& trials,
                                     const std::vector<Result>& earlier) {
  std::vector<double> seconds(trials.size(), 1.0);
  struct Taken {
    double seconds = 0;
    int times = 0;
  };
  std::map<TrialName, Taken> taken;
  for (const Result& result : earlier) {
    Taken& of_kind = taken[kind_of(result.trial)];
    of_kind.seconds += result.seconds;
    ++of_kind.times;
  }
  std::vector<double> known;
  for (const auto& [kind, all] : taken) known.push_back(all.seconds / all.times);
  const double unknown = median_of(known);
  std::ranges::transform(trials, seconds.begin(), [&](const Trial& trial) {
    const auto all = taken.find(kind_of(trial));
    return all == taken.end() ? unknown : all->second.seconds / all->second.times;
  });
  return seconds;
}

// FNV-1a, 64 bits (Fowler, Noll, Vo 1991). It need not resist deliberate collisions.
std::string digest_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return fmt::format("{:016x}", hash);
}

// The parts of a plan that are not in its trials.
std::string text_of(const TrialOptions& options) {
  return fmt::format("{}|{}|{}|{}|{}|{}\n", options.worker, fmt::join(options.program, " "),
                     options.upstream, options.replay_file, options.concurrency, options.agents);
}

std::string text_of(const SharedPlan& plan) {
  std::string text;
  for (std::size_t i = 0; i < plan.trials.size(); ++i) {
    const Trial& trial = plan.trials[i];
    text += fmt::format("{} {} {} {} {} {} {}", plan.shard_of[i], words(trial_name_of(trial)),
                        trial.plan.horizon, trial.plan.at_least, trial.plan.lasts.count(),
                        trial.plan.max_memory, trial.plan.max_descriptors);
    for (const Tolerance& tolerance : trial.plan.tolerances) {
      text += fmt::format(" {}={}", tolerance.metric, tolerance.per_fetch);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

ShardNumber parse_shard(const std::string& text) {
  const auto slash = text.find('/');
  const auto index = whole_number(text.substr(0, slash));
  const auto of = whole_number(slash == text.npos ? "" : text.substr(slash + 1));
  if (!index || !of || *index < 1 || *of < 1 || *index > *of || *of > most_shards) {
    throw UsageError(fmt::format("--shard: expected K/N, such as 1/4, 2/4, 3/4 or 4/4, got \"{}\"",
                                 printable(text)));
  }
  return {.index = static_cast<int>(*index), .of = static_cast<int>(*of)};
}

std::optional<ShardNumber> shard_from(const Variables& variables) {
  const auto text_of_variable = [&](const char* name) -> const std::string* {
    const auto found = name == nullptr ? variables.end() : variables.find(name);
    return found == variables.end() ? nullptr : &found->second;
  };
  for (const Engine& engine : engines) {
    const std::string* const index_text = text_of_variable(engine.index);
    const std::string* const total_text = text_of_variable(engine.total);
    if (index_text == nullptr || total_text == nullptr) continue;
    const std::string* const first_text = text_of_variable(engine.first);
    const auto first = first_text != nullptr ? whole_number(*first_text)
                                             : std::optional<std::int64_t>(engine.counts_from);
    const auto index = whole_number(*index_text);
    const auto of = whole_number(*total_text);
    const bool is_small =
        index && first && std::abs(*index) < INT32_MAX && std::abs(*first) < INT32_MAX;
    const std::int64_t place = is_small ? *index - *first + 1 : 0;
    if (!of || *of < 1 || *of > most_shards || place < 1 || place > *of) {
      throw UsageError(fmt::format(
          "{}={} and {}={} do not identify a shard. Number the processes from {} without gaps, or "
          "use --shard K/N (1/1: all trials)",
          engine.index, printable(*index_text), engine.total, printable(*total_text),
          first.value_or(0)));
    }
    return ShardNumber{
        .index = static_cast<int>(place), .of = static_cast<int>(*of), .said_by = engine.index};
  }
  return std::nullopt;
}

ShardNumber shard_of(const RunOptions& options, const Variables& variables) {
  if (!options.shard.empty()) return parse_shard(options.shard);
  if (options.bisect) return {};
  return shard_from(variables).value_or(ShardNumber{});
}

SharedPlan share_out(std::vector<Trial> trials, int shards, const TrialOptions& options,
                     const std::vector<Result>& earlier) {
  SharedPlan plan{.trials = std::move(trials)};
  for (std::size_t i = 0; i < plan.trials.size(); ++i) {
    plan.trials[i].place = static_cast<std::int64_t>(i);
  }
  plan.seconds = expected_seconds(plan.trials, earlier);
  plan.shard_of = shares(plan.seconds, shards);
  for (int& shard : plan.shard_of) ++shard;
  plan.digest = digest_of(text_of(options) + text_of(plan));
  return plan;
}

std::vector<Trial> share_of(const SharedPlan& plan, int shard) {
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < plan.trials.size(); ++i) {
    if (plan.shard_of[i] == shard) trials.push_back(plan.trials[i]);
  }
  sort_stably(trials, std::greater<>(), [&](const Trial& trial) {
    return plan.seconds[static_cast<std::size_t>(trial.place)];
  });
  return trials;
}

}  // namespace leakproof
