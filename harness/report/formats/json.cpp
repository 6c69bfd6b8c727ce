// SPDX-License-Identifier: MIT
// The machine's report. Whole and valid after every trial, at a cost that does
// not grow with the trials before: the end of the file is written over.
#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "report/catalogue.hpp"
#include "report/machine.hpp"
#include "report/words.hpp"

namespace leakproof::report {
namespace {

using Json = nlohmann::ordered_json;  // members in the order in which they are read

constexpr int schema_version = 1;
constexpr std::string_view ending = "\n]}\n";

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const Machine& machine) {
  return {{"system", machine.system},
          {"architecture", machine.architecture},
          {"c_library", machine.c_library},
          {"cores", machine.cores},
          {"memory_bytes", machine.memory_bytes},
          {"page_bytes", machine.page_bytes}};
}

Json to_json(const Ledger& ledger) {
  return {{"requests", ledger.requests},
          {"complete", ledger.complete},
          {"broken", ledger.broken},
          {"connections", ledger.connections},
          {"open", ledger.open},
          {"closed_by_client", ledger.closed_by_client},
          {"close_wait", or_null(ledger.close_wait)}};
}

Json to_json(const Finding& finding) {
  const auto& [series, verdict, decides] = finding;
  Json samples = Json::array();
  for (const Sample& sample : series.samples) samples.push_back({sample.fetches, sample.value});
  return {{"metric", series.metric.name},
          {"unit", word(series.metric.unit)},
          {"decides", decides},
          {"ruling", word(verdict.ruling)},
          {"fetches", verdict.fetches},
          {"per_fetch", verdict.growth.per_fetch},
          {"low", verdict.growth.low},
          {"high", verdict.growth.high},
          {"floor", or_null(verdict.floor)},
          {"because", verdict.because},
          {"samples", std::move(samples)}};
}

Json to_json(const Owner& owner) {
  Json stack = Json::array();
  for (const Place& place : owner.stack) {
    stack.push_back({{"function", place.function},
                     {"file", place.file},
                     {"line", place.line},
                     {"module", place.module},
                     {"offset", place.offset}});
  }
  return {{"metric", owner.metric},
          {"source", owner.source},
          {"count_per_fetch", owner.count_per_fetch},
          {"bytes_per_fetch", owner.bytes_per_fetch},
          {"share", owner.share},
          {"yours", or_null(owner.yours)},
          {"besides", owner.besides},
          {"stack", std::move(stack)}};
}

Json to_json(const Advice& advice) {
  return {{"kind", advice.kind},
          {"evidence", advice.evidence},
          {"suggestion", advice.suggestion},
          {"example", advice.example}};
}

Json to_json(const Result& result, bool declared) {
  Json findings = Json::array();
  for (const Finding& finding : result.findings) findings.push_back(to_json(finding));
  Json owners = Json::array();
  for (const Owner& owner : result.owners) owners.push_back(to_json(owner));
  return {{"client", result.trial.client},
          {"scenario", result.trial.scenario.name},
          {"greeting", result.greeting},
          {"seed", result.trial.plan.seed},
          {"fetches", result.fetches},
          {"failed", result.failed},
          {"seconds", result.seconds},
          {"fetching_seconds", result.fetching_seconds},
          {"ruling", word(result.ruling)},
          {"expected", declared ? Json(word(expected(result))) : Json(nullptr)},
          {"because", result.because},
          {"ledger", to_json(result.ledger)},
          {"peak_bytes", or_null(result.peak_bytes)},
          {"allocations", or_null(result.allocations)},
          {"not_observable", result.not_observable},
          {"owners", std::move(owners)},
          {"unattributed", result.unattributed},
          {"advice", result.advice ? to_json(*result.advice) : Json(nullptr)},
          {"findings", std::move(findings)}};
}

class JsonFile final : public Reporter {
 public:
  JsonFile(const std::string& path, const RunInfo& info)
      : path_(path),
        declared_(info.declared),
        file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    if (!file_) fail();
    head_ = {{"schema_version", schema_version},
             {"leakproof", info.version},
             {"machine", to_json(this_machine())},
             {"seed", info.seed},
             {"controls", Json::array()}};
    write_head();
  }

  void controls(const std::vector<Control>& controls) override {
    for (const Control& control : controls) {
      head_["controls"].push_back(
          {{"name", control.name}, {"as_planted", control.found}, {"because", control.because}});
    }
    write_head();
  }

  void add(const Result& result) override {
    // Text from a worker may be anything; what is not UTF-8 becomes U+FFFD.
    const std::string trial =
        to_json(result, declared_).dump(-1, ' ', false, Json::error_handler_t::replace);
    const std::string separator = std::exchange(first_, false) ? "\n" : ",\n";
    write(separator + trial);
  }

 private:
  void write_head() {
    end_ = 0;
    std::string head = head_.dump(-1, ' ', false, Json::error_handler_t::replace);
    head.pop_back();
    write(head + ",\n\"trials\": [");
  }

  // One call, so that nobody finds the file without its end.
  void write(std::string text) {
    const auto length = static_cast<off_t>(text.size());
    text += ending;
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t wrote = ::pwrite(file_.get(), text.data() + done, text.size() - done,
                                     end_ + static_cast<off_t>(done));
      if (wrote < 0) fail();
      done += static_cast<std::size_t>(wrote);
    }
    end_ += length;
  }

  [[noreturn]] void fail() const {
    throw std::runtime_error("cannot write " + printable(path_) + ": " +
                             std::generic_category().message(errno));
  }

  std::string path_;
  bool declared_;
  Fd file_;
  Json head_;
  off_t end_ = 0;  // where the next trial goes, over the ending
  bool first_ = true;
};

}  // namespace

ReporterEntry json() {
  return {
      .name = "json",
      .summary = "everything, for programs (schema_version 1)",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<JsonFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
