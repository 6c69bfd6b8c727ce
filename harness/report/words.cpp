// SPDX-License-Identifier: MIT
#include "report/words.hpp"

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "judge/expectation.hpp"
#include "model/known_leak.hpp"
#include "model/metric.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "text/printable.hpp"

namespace leakproof {

Standing standing(const Result& result, const RunInfo& info) {
  if (result.ruling == Conclusion::skipped) return Standing::expected;
  const Conclusion wanted = info.declared ? expected(result) : Conclusion::clean;
  if (result.ruling == wanted) return Standing::expected;
  if (result.ruling == Conclusion::leaks && result.known == KnownState::known) {
    return Standing::known;
  }
  const bool warns =
      result.ruling == Conclusion::inconclusive && info.inconclusive == OnInconclusive::warn;
  return warns ? Standing::warning : Standing::unexpected;
}

namespace report {

std::string_view word(Ruling ruling) {
  switch (ruling) {
    case Ruling::clean:
      return "clean";
    case Ruling::leaks:
      return "leaks";
    case Ruling::inconclusive:
      return "inconclusive";
  }
  return "";
}

std::string_view word(Conclusion conclusion) {
  switch (conclusion) {
    case Conclusion::clean:
      return "clean";
    case Conclusion::leaks:
      return "leaks";
    case Conclusion::inconclusive:
      return "inconclusive";
    case Conclusion::skipped:
      return "skipped";
    case Conclusion::invalid:
      return "invalid";
  }
  return "";
}

std::string_view word(Unit unit) {
  switch (unit) {
    case Unit::bytes:
      return "bytes";
    case Unit::count:
      return "count";
  }
  return "";
}

std::string_view word(MetricKind kind) {
  switch (kind) {
    case MetricKind::heap:
      return "heap";
    case MetricKind::unreachable:
      return "unreachable";
    case MetricKind::runtime_heap:
      return "runtime_heap";
    case MetricKind::mapping:
      return "mapping";
    case MetricKind::private_memory:
      return "private_memory";
    case MetricKind::resident_memory:
      return "resident_memory";
    case MetricKind::unexplained_memory:
      return "unexplained_memory";
    case MetricKind::peak_memory:
      return "peak_memory";
    case MetricKind::descriptor:
      return "descriptor";
    case MetricKind::socket:
      return "socket";
    case MetricKind::thread:
      return "thread";
    case MetricKind::task:
      return "task";
    case MetricKind::connection:
      return "connection";
    case MetricKind::other:
      return "other";
  }
  return "";
}

std::string_view word(Role role) {
  switch (role) {
    case Role::decides:
      return "decides";
    case Role::one_sided:
      return "one_sided";
    case Role::fallback:
      return "fallback";
    case Role::informational:
      return "informational";
  }
  return "";
}

std::string_view word(ExpectedOutcome expected_outcome) {
  switch (expected_outcome) {
    case ExpectedOutcome::whole_reply:
      return "whole_reply";
    case ExpectedOutcome::error:
      return "error";
    case ExpectedOutcome::time_out:
      return "time_out";
    case ExpectedOutcome::either:
      return "either";
  }
  return "";
}

std::string_view word(Expectation expectation) {
  switch (expectation) {
    case Expectation::clean:
      return "clean";
    case Expectation::leaks:
      return "leaks";
    case Expectation::leaks_with_body:
      return "leaks_with_body";
    case Expectation::leaks_on_failure:
      return "leaks_on_failure";
  }
  return "";
}

std::string_view word(Attribution attribution) {
  switch (attribution) {
    case Attribution::none:
      return "none";
    case Attribution::unless_declared:
      return "unless_declared";
    case Attribution::always:
      return "always";
  }
  return "";
}

std::string_view word(LeakKind kind) {
  switch (kind) {
    case LeakKind::memory:
      return "memory";
    case LeakKind::descriptors:
      return "descriptors";
    case LeakKind::threads:
      return "threads";
  }
  return "";
}

std::string_view word(KnownState state) {
  switch (state) {
    case KnownState::none:
      return "none";
    case KnownState::known:
      return "known";
    case KnownState::changed:
      return "changed";
    case KnownState::gone:
      return "gone";
  }
  return "";
}

std::string_view word(OnInconclusive choice) {
  switch (choice) {
    case OnInconclusive::fail:
      return "fail";
    case OnInconclusive::warn:
      return "warn";
  }
  return "";
}

std::string_view word(Standing standing) {
  switch (standing) {
    case Standing::expected:
      return "expected";
    case Standing::known:
      return "known";
    case Standing::warning:
      return "warning";
    case Standing::unexpected:
      return "unexpected";
  }
  return "";
}

std::string_view word(const Result& result, Standing standing) {
  return standing == Standing::known ? "known" : word(result.ruling);
}

std::string name_of(const Trial& trial) {
  return printable(trial.client) + " × " + printable(trial.scenario.name);
}

namespace {

std::string_view phrase(Expectation expectation) {
  switch (expectation) {
    case Expectation::clean:
      break;
    case Expectation::leaks:
      return "leaks everywhere";
    case Expectation::leaks_with_body:
      return "leaks where there is a body";
    case Expectation::leaks_on_failure:
      return "leaks where a fetch fails";
  }
  return "clean everywhere";
}

}  // namespace

std::string words(Expectation expectation, std::string_view leaks_on) {
  if (leaks_on.empty()) return std::string(phrase(expectation));
  if (expectation == Expectation::clean) return "leaks on " + std::string(leaks_on);
  return std::string(phrase(expectation)).append(" and on ").append(leaks_on);
}

}  // namespace report
}  // namespace leakproof
