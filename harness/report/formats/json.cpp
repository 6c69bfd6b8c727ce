// SPDX-License-Identifier: MIT
// The report for programs. The file is complete and valid after every trial.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/catalogue.hpp"
#include "report/json/head.hpp"
#include "report/json/layout.hpp"
#include "report/machine.hpp"
#include "report/results_json.hpp"
#include "report/whole_file.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

class JsonFile final : public Reporter {
 public:
  JsonFile(const std::string& path, const RunInfo& info)
      : head_{.run = info, .machine = this_machine()}, file_(path, [this] { return text(); }) {}

  void controls(const std::vector<Control>& controls) override {
    head_.controls = controls;
    file_.changed();
  }

  void add(const Result& result) override {
    under_way_.erase(result.trial.place);
    trials_.append(separator_.next()).append(line_of(json_of(result)));
    ++ended_;
    file_.changed();
  }

  void checkpoint(const Result& result) override {
    under_way_[result.trial.place] = line_of(json_of(result));
    file_.changed();
  }

  void interrupted(const Result& result) override { checkpoint(result); }
  void save() override { file_.save(); }

  void finish(std::span<const TrialAdvice> advice) override {
    for (const TrialAdvice& one : advice) advice_.push_back(line_of(json_of(one)));
    finished_ = ended_ == head_.run.trials;
    file_.write();
  }

 private:
  std::string text() const {
    std::vector<std::string> under_way;
    for (const auto& [place, line] : under_way_) under_way.push_back(line);
    return opening(line_of(json_of(head_))) + trials_ + closing(under_way, advice_, finished_);
  }

  Head head_;
  std::string trials_{};  // a line each
  Separator separator_{};
  std::size_t ended_ = 0;
  std::map<std::int64_t, std::string> under_way_{};  // by place in the plan
  std::vector<std::string> advice_{};
  bool finished_ = false;
  WholeFile file_;  // last member: its destructor calls text()
};

}  // namespace

ReporterEntry json() {
  return {
      .name = "json",
      .summary = "all results, for programs (schema_version 2)",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        if (is_stream(path) && path != "/dev/null") {
          throw std::runtime_error("cannot write " + printable(path) +
                                   ": it must be a regular file");
        }
        return std::make_unique<JsonFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
