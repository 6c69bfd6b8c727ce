// SPDX-License-Identifier: MIT
#include "torture/account.hpp"

#include <fmt/format.h>

#include <array>

#include "model/finding.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"

namespace leakproof::torture {
namespace {

constexpr std::size_t longest_stack = 12;

std::string stack_text(const std::vector<Frame>& stack) {
  std::string lines;
  for (const Frame& frame : std::span(stack).first(std::min(stack.size(), longest_stack))) {
    lines += fmt::format("      {}\n", printable(leakproof::text(frame)));
  }
  if (stack.size() > longest_stack) {
    lines += fmt::format("      … {} more\n", stack.size() - longest_stack);
  }
  return lines;
}

std::string range(std::int64_t least, std::int64_t most) {
  return least == most ? grouped(least) : grouped(least) + "–" + grouped(most);
}

std::string_view plural(bool many) { return many ? "s" : ""; }

// "1 block (24 bytes) and 2–3 descriptors": what every try left.
std::string left_text(const Holdings& least, const Holdings& most) {
  std::vector<std::string> things;
  if (least.blocks > 0) {
    // Bytes can be negative if a failed fetch keeps less than a successful one.
    const std::string bytes =
        least.bytes > 0 ? fmt::format(" ({} bytes)", range(least.bytes, most.bytes)) : "";
    things.push_back(fmt::format("{} block{}{}", range(least.blocks, most.blocks),
                                 plural(most.blocks > 1), bytes));
  }
  if (least.descriptors > 0) {
    things.push_back(fmt::format("{} descriptor{}", range(least.descriptors, most.descriptors),
                                 plural(most.descriptors > 1)));
  }
  return fmt::format("{}", fmt::join(things, " and "));
}

std::string what(const Finding& finding) {
  switch (finding.harm) {
    case Harm::none:
      break;
    case Harm::breaks:
      return printable(finding.broke, true);
    case Harm::leaves_something:
      return fmt::format("it leaves {} behind, each time", left_text(finding.least, finding.most));
    case Harm::does_not_recover:
      return "it does not recover: fetches after that one fail too";
  }
  return "";
}

// "    it crashed in\n      write_header (client.c:41)\n"
std::string place_text(const EndPlace& end) {
  if (!end.obstacle.empty()) {
    return fmt::format("    where is not known: {}\n", printable(end.obstacle));
  }
  if (end.stack.empty()) return "";
  constexpr std::array<std::string_view, 4> words{"was in", "crashed in", "ended in", "hung in"};
  return fmt::format("    it {}\n{}", words[static_cast<std::size_t>(end.kind)],
                     stack_text(end.stack));
}

// "allocations 3–7 fail", "system call 2, connect, fails".
std::string which(const Finding& finding) {
  const bool many = finding.numbers.size() > 1;
  const std::string numbers = ranges(finding.numbers);
  std::string calls =
      finding.kind == FaultKind::allocation
          ? fmt::format("allocation{} {}", plural(many), numbers)
          : fmt::format("system call{} {}, {},", plural(many), numbers, finding.call);
  switch (finding.kind) {
    case FaultKind::allocation:
    case FaultKind::error:
      return calls + (many ? " fail" : " fails");
    case FaultKind::interrupted:
      return calls + (many ? " are interrupted" : " is interrupted");
    case FaultKind::cut_short:
      return calls + (many ? " move a single byte" : " moves a single byte");
  }
  return calls;
}

std::string text(const Finding& finding, const Replay& replay) {
  const bool many = finding.numbers.size() > 1;
  return fmt::format("! {}\n{}    when {}{}\n{}    replay: {} --fail-at {}{}\n", what(finding),
                     place_text(finding.end), which(finding),
                     many ? "; the first of them is made by" : ", made by",
                     stack_text(finding.stack), replay.command, finding.numbers.front(),
                     replay.program);
}

}  // namespace

std::string ranges(const std::vector<std::int64_t>& numbers) {
  std::string words;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t end = i + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    words += fmt::format("{}{}", words.empty() ? "" : ", ", numbers[i]);
    if (end - i > 1) words += fmt::format("–{}", numbers[end - 1]);
    i = end;
  }
  return words;
}

std::string text(const Account& account, const std::string& subject, const Replay& replay) {
  const std::int64_t calls = account.calls();
  std::string lines = fmt::format(
      "{}  {} {}{} of a fetch made to fail, {:.1f} s\n", subject, grouped(calls),
      account.of_system_calls ? "system call" : "allocation", plural(calls != 1), account.seconds);
  for (const auto& [outcome, words] : {std::pair{Outcome::failed, "the fetch fails, no harm done"},
                                       std::pair{Outcome::got_through, "the fetch gets through"},
                                       std::pair{Outcome::goes_on, "the program goes on"},
                                       std::pair{Outcome::ended, "the program ends by itself"},
                                       std::pair{Outcome::accused, "harm done"}}) {
    const auto found = account.numbers.find(outcome);
    if (found == account.numbers.end()) continue;
    lines += fmt::format("    {:<30} {}\n", words, ranges(found->second));
  }
  for (const Finding& finding : account.findings) lines += text(finding, replay);
  if (!account.stopped.empty()) lines += fmt::format("    {}\n", account.stopped);
  return lines;
}

}  // namespace leakproof::torture
