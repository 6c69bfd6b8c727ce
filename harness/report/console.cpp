// SPDX-License-Identifier: MIT
#include "report/console.hpp"

#include <fmt/color.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "judge/windows.hpp"
#include "model/finding.hpp"
#include "model/reporter.hpp"
#include "report/advice_text.hpp"
#include "report/evidence.hpp"
#include "report/words.hpp"
#include "text/growth.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"
#include "text/wrapped.hpp"

namespace leakproof::report {
namespace {

constexpr std::size_t ruling_column = 15;  // width of the mark, the ruling and a space

std::string share_text(const RunInfo& info) {
  const ShardNumber& shard = info.shard;
  if (shard.of == 1) return "";
  return fmt::format(" of {} (shard {} of {}{}{})", info.planned_trials, shard.index, shard.of,
                     shard.said_by.empty() ? "" : ", from ", shard.said_by);
}

// A trial that is shorter than this has no line of its own on a terminal.
constexpr std::chrono::seconds soon_over(2);
constexpr std::size_t most_trials = 5;

constexpr std::chrono::minutes between_log_lines(1);

std::string speed_text(std::int64_t fetches, double seconds) {
  return fmt::format("{} fetches in {}, {}/s", grouped(fetches), duration_text(seconds),
                     grouped(std::llround(static_cast<double>(fetches) / std::max(seconds, 1e-9))));
}

std::string rising_text(std::span<const RisingSeries> all) {
  std::string text;
  for (const RisingSeries& series : all) {
    text +=
        fmt::format("{}{} {}", text.empty() ? "so far rising: " : ", ", printable(series.metric),
                    growth_text(series.per_fetch, symbol(series.unit)));
  }
  return text;
}

std::string progress_text(const Progress& progress) {
  std::string text = speed_text(progress.fetches, progress.seconds);
  if (progress.seconds_left) {
    text += ", " + duration_text(*progress.seconds_left) + " left";
  } else if (progress.seconds_to_look) {
    text += ", next look in " + duration_text(*progress.seconds_to_look);
  }
  return text;
}

std::vector<RisingSeries> rising_in(const Result& result) {
  std::vector<RisingSeries> rising;
  for (const Finding& finding : result.findings) {
    const auto& [metric, samples] = finding.series;
    const auto windows = measure(samples, metric.grain);
    if (finding.role == Role::informational || !windows || windows->growth.low <= 0) continue;
    rising.push_back({metric.name, windows->growth.per_fetch, metric.unit});
  }
  return rising;
}

}  // namespace

Console::Console(std::FILE* out, ConsoleStyle style, RunInfo info,
                 std::function<Clock::time_point()> now)
    : out_(out), style_(style), info_(std::move(info)), now_(std::move(now)) {
  if (style_.quiet) return;
  print(fmt::format("leakproof {}: {} trial{}{}, {} at a time, seed {}\n", info_.version,
                    info_.trials, info_.trials == 1 ? "" : "s", share_text(info_), info_.jobs,
                    info_.seed));
}

void Console::controls(const std::vector<Control>& controls) {
  const auto missed = [](const Control& control) { return !control.found; };
  for (const Control& control : controls) {
    if (!missed(control)) continue;
    print(fmt::format("control {} was missed: {}\n", printable(control.name),
                      printable(control.reason)));
  }
  if (style_.quiet || controls.empty()) return;
  print(fmt::format(
      "controls: {} of {} as planted\n",
      controls.size() - static_cast<std::size_t>(std::ranges::count_if(controls, missed)),
      controls.size()));
}

void Console::started(const Trial& trial) {
  overview_.expect(trial);
  under_way_[trial.place] = {.name = name_of(trial), .started = now_(), .printed = now_()};
  show_progress();
}

void Console::progressed(const Progress& progress) {
  UnderWay& trial = under_way_[progress.trial.place];
  trial.progress = progress_text(progress);
  trial.rising = rising_text(progress.rising);
  if (progress.is_later_look) print_to_log(trial);
  show_progress();
}

void Console::passed_a_second() {
  for (auto& [place, trial] : under_way_) {
    if (now_() >= trial.printed + between_log_lines) print_to_log(trial);
  }
  show_progress();
}

void Console::print_to_log(UnderWay& trial) {
  if (style_.live || style_.quiet) return;
  trial.printed = now_();
  print_progress("under way", trial.name, trial.progress, trial.rising);
}

void Console::interrupted(const Result& result) {
  under_way_.erase(result.trial.place);
  if (style_.quiet) return show_progress();
  print_progress("interrupted", name_of(result.trial),
                 speed_text(result.fetches, result.fetching_seconds),
                 rising_text(rising_in(result)));
}

void Console::print_progress(std::string_view what, const std::string& name,
                             const std::string& progress, const std::string& rising) {
  print_line(fmt::format("  {:<12}", what),
             fmt::format("{:<24}  {}{}{}", name, progress, rising.empty() ? "" : "; ", rising));
}

void Console::add(const Result& result) {
  const Standing how = standing(result, info_);
  overview_.add(result, how);
  ++done_;
  const bool skipped = result.ruling == Conclusion::skipped;
  if (skipped) ++skipped_;
  if (how == Standing::known) ++known_;
  if (how == Standing::warning) ++warnings_;
  if (how == Standing::expected && !skipped) ++as_wanted_;
  under_way_.erase(result.trial.place);
  if (skipped) {
    print_line(painted(result, how),
               fmt::format("{:<24}  {}", name_of(result.trial), printable(result.reason)));
  } else if (is_shown(result, how)) {
    print_line(painted(result, how),
               fmt::format("{:<24}  {:>6} fetches  {:>5.2f} s{}", name_of(result.trial),
                           grouped(result.fetches), result.seconds,
                           result.peak_bytes ? "  peak " + size_text(*result.peak_bytes) : ""));
    if (how == Standing::known) {
      print(lines({{"", printable(result.reason)}, {"known", printable(result.known_details)}}, 4,
                  style_.width));
    } else if (how != Standing::expected || !info_.declared || result.known == KnownState::gone) {
      print_evidence(result);
    }
  }
  show_progress();
}

// A leak that is gone needs an edit, also in a run that prints little.
bool Console::is_shown(const Result& result, Standing how) const {
  return !style_.quiet || how == Standing::unexpected || how == Standing::warning ||
         result.known == KnownState::gone;
}

void Console::print_line(const std::string& ruling, const std::string& text) {
  print(fmt::format("{} {}\n", ruling, wrapped(text, ruling_column, style_.width)));
}

void Console::print_evidence(const Result& result) {
  explained_.insert(trial_name_of(result.trial));
  print(lines(evidence(result, info_), 4, style_.width));
}

void Console::finish(std::span<const TrialAdvice> advice) {
  if (style_.live) print("");
  if (!style_.quiet && info_.trials > 1) print(overview_.text(info_.declared, style_.width));
  const auto is_explained = [this](const TrialName& name) { return explained_.contains(name); };
  const std::string text = advice_text(advice_on(advice, is_explained), style_.width);
  if (!text.empty()) print("\nAdvice\n" + text);
  const std::string_view wanted = info_.declared ? "as expected" : "clean";
  std::string others;
  for (const auto& [count, what] :
       {std::pair(known_, "known to leak"), {warnings_, "inconclusive"}, {skipped_, "skipped"}}) {
    if (count > 0) others += fmt::format(", {} {}", count, what);
  }
  print(fmt::format("{}{} of {} trials {}{}\n", style_.quiet && text.empty() ? "" : "\n",
                    as_wanted_, info_.trials, wanted, others));
}

std::string Console::painted(const Result& result, Standing how) const {
  const bool warns = how == Standing::warning;
  const bool fails = how == Standing::unexpected;
  std::string text = fmt::format("{} {:<12}", fails ? "!" : warns ? "?" : " ", word(result, how));
  if (!style_.colour) return text;
  const auto colour = fails                       ? fmt::terminal_color::red
                      : how == Standing::expected ? fmt::terminal_color::green
                                                  : fmt::terminal_color::yellow;
  return fmt::format(fmt::fg(colour), "{}", text);
}

void Console::show_progress() {
  if (!style_.live) return;
  std::string names;
  std::vector<std::string> lines{""};
  std::size_t shown = 0;
  for (const auto& [place, trial] : under_way_) {
    if (!names.empty()) names += ", ";
    names += trial.name;
    if (now_() < trial.started + soon_over || ++shown > most_trials) continue;
    lines.push_back(fmt::format("  {}: {}", trial.name, trial.progress));
    if (!trial.rising.empty()) lines.push_back("    " + trial.rising);
  }
  if (!under_way_.empty()) lines[0] = fmt::format("[{}/{}] {}", done_, info_.trials, names);
  // A line that wraps could not be erased.
  const std::size_t room = style_.width > 1 ? style_.width - 1 : 78;
  std::string text;
  for (const std::string& line : lines) {
    text += fmt::format("{}{:.{}}", text.empty() ? "" : "\n", line, room);
  }
  fmt::print(out_, "{}{}", erased(), text);
  shown_ = lines.size() - 1;
  std::fflush(out_);
}

// Moves the cursor to where progress begins, and clears it.
std::string Console::erased() const {
  if (!style_.live) return "";
  return shown_ == 0 ? "\r\033[J" : fmt::format("\r\033[{}A\033[J", shown_);
}

void Console::print(std::string_view text) {
  fmt::print(out_, "{}{}", erased(), text);
  shown_ = 0;
  std::fflush(out_);
}

}  // namespace leakproof::report
