// SPDX-License-Identifier: MIT
// A self-contained web page with the comparison and the curves of each trial.
#include <span>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial_name.hpp"
#include "report/catalogue.hpp"
#include "report/json/json.hpp"
#include "report/machine.hpp"
#include "report/page_data.hpp"
#include "report/results_json.hpp"
#include "report/whole_file.hpp"

namespace leakproof::report {

// Generated from harness/report/html at build time.
extern const std::string_view page_before_data;
extern const std::string_view page_behind_data;

namespace {

class HtmlFile final : public Reporter {
 public:
  HtmlFile(const std::string& path, const RunInfo& info)
      : head_{.run = info, .machine = this_machine()}, file_(path, [this] { return page(); }) {}

  void controls(const std::vector<Control>& controls) override {
    head_.controls = controls;
    file_.changed();
  }

  void add(const Result& result) override {
    names_.push_back(trial_name_of(result.trial));
    trials_.push_back(page_trial(result, head_.run));
    file_.changed();
  }

  void save() override { file_.save(); }

  void finish(std::span<const TrialAdvice> advice) override {
    for (const TrialAdvice& one : advice) {
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i] == one.trial) trials_[i]["advice"] = page_advice(one);
      }
    }
    file_.write();
  }

 private:
  std::string page() const {
    std::string text(page_before_data);
    text += page_data(head_, trials_);
    return text += page_behind_data;
  }

  Head head_;
  std::vector<TrialName> names_;
  std::vector<Json> trials_;  // in the format of the page
  WholeFile file_;            // last member: its destructor calls page()
};

}  // namespace

ReporterEntry html() {
  return {
      .name = "html",
      .summary = "a self-contained web page with the curves of every series",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<HtmlFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
