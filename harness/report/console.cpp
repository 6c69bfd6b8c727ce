// SPDX-License-Identifier: MIT
#include "report/console.hpp"

#include <fmt/color.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "report/growth_text.hpp"
#include "report/owner_text.hpp"
#include "report/words.hpp"

namespace leakproof::report {
namespace {

std::string name_of(const Trial& trial) {
  return fmt::format("{} × {}", printable(trial.client), trial.scenario.name);
}

// Of a broken trial, only what is proven all the same.
bool speaks(const Finding& finding, Conclusion ruling) {
  return finding.verdict.ruling == Ruling::leaks ||
         (finding.verdict.ruling == Ruling::inconclusive && finding.decides &&
          ruling != Conclusion::invalid);
}

}  // namespace

Console::Console(std::FILE* out, ConsoleStyle style, RunInfo info)
    : out_(out), style_(style), info_(std::move(info)) {
  if (style_.quiet) return;
  print(fmt::format("leakproof {}: {} trial{}, {} at a time, seed {}\n", info_.version,
                    info_.trials, info_.trials == 1 ? "" : "s", info_.jobs, info_.seed));
}

void Console::controls(const std::vector<Control>& controls) {
  const auto missed = [](const Control& control) { return !control.found; };
  for (const Control& control : controls) {
    if (!missed(control)) continue;
    print(fmt::format("control {} was missed: {}\n", control.name, control.because));
  }
  if (style_.quiet || controls.empty()) return;
  print(fmt::format(
      "controls: {} of {} as planted\n",
      controls.size() - static_cast<std::size_t>(std::ranges::count_if(controls, missed)),
      controls.size()));
}

void Console::started(const Trial& trial) {
  overview_.expect(trial);
  under_way_.push_back(name_of(trial));
  show_progress();
}

void Console::add(const Result& result) {
  const bool as_declared = as_expected(result, info_);
  overview_.add(result, as_declared);
  ++done_;
  if (!as_declared) ++unexpected_;
  const bool skipped = result.ruling == Conclusion::skipped;
  if (skipped) ++skipped_;
  std::erase(under_way_, name_of(result.trial));
  if (skipped) {
    print(fmt::format("{} {:<29}  {}\n", painted(result.ruling, true), name_of(result.trial),
                      result.because));
  } else if (!style_.quiet || !as_declared) {
    print(fmt::format("{} {:<29}  {:>6} fetches  {:>5.2f} s{}\n",
                      painted(result.ruling, as_declared), name_of(result.trial),
                      grouped(result.fetches), result.seconds,
                      result.peak_bytes ? "  peak " + size(*result.peak_bytes) : ""));
    if (!as_declared || !info_.declared) print_evidence(result);
  }
  show_progress();
}

void Console::print_evidence(const Result& result) {
  if (info_.declared) print(fmt::format("    declared: {}\n", word(expected(result))));
  print(fmt::format("    {}\n", result.because));
  if (!result.greeting.empty()) print(fmt::format("    {:<14} {}\n", "measured", result.greeting));
  for (const Finding& finding : result.findings) {
    if (!speaks(finding, result.ruling)) continue;
    print(fmt::format("    {:<14} {}\n    {:<14} {} fetches, {} readings: {}\n",
                      finding.series.metric.name, growth_text(finding), "",
                      grouped(finding.verdict.fetches), finding.series.samples.size(),
                      finding.verdict.because));
  }
  print(owners_text(result));
  if (result.ruling != Conclusion::leaks && result.ruling != Conclusion::invalid) {
    if (const std::string floors = floor_text(result); !floors.empty()) {
      print(fmt::format("    {}\n", floors));
    }
  }
  for (const std::string& metric : result.not_observable) {
    print(fmt::format("    {:<14} not observable here\n", metric));
  }
}

void Console::finish() {
  if (style_.live) print("");
  if (!style_.quiet && info_.trials > 1) print(overview_.text(info_.declared));
  const std::string_view wanted = info_.declared ? "as declared" : "clean";
  print(fmt::format("{}{} of {} trials {}{}\n", style_.quiet ? "" : "\n",
                    done_ - unexpected_ - skipped_, info_.trials, wanted,
                    skipped_ > 0 ? fmt::format(", {} skipped", skipped_) : ""));
}

std::string Console::painted(Conclusion ruling, bool as_expected) const {
  std::string text = fmt::format("{} {:<12}", as_expected ? " " : "!", word(ruling));
  if (!style_.colour) return text;
  const auto colour = as_expected ? fmt::terminal_color::green : fmt::terminal_color::red;
  return fmt::format(fmt::fg(colour), "{}", text);
}

void Console::show_progress() {
  if (!style_.live) return;
  const std::string trials = fmt::format("{}", fmt::join(under_way_, ", "));
  fmt::print(out_, "\r\033[K{:.78}", fmt::format("[{}/{}] {}", done_, info_.trials, trials));
  std::fflush(out_);
}

void Console::print(std::string_view text) {
  fmt::print(out_, "{}{}", style_.live ? "\r\033[K" : "", text);
  std::fflush(out_);
}

}  // namespace leakproof::report
