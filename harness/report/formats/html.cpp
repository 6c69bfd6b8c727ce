// SPDX-License-Identifier: MIT
// A page of its own that needs nothing else: the comparison, and each trial's curves.
#include "model/control.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/catalogue.hpp"
#include "report/page_data.hpp"
#include "report/whole_file.hpp"

namespace leakproof::report {

// Made at build time of harness/report/html.
extern const std::string_view page_before_data;
extern const std::string_view page_behind_data;

namespace {

class HtmlFile final : public Reporter {
 public:
  HtmlFile(const std::string& path, const RunInfo& info)
      : info_(info), file_(path, [this] { return page(); }) {}

  void controls(const std::vector<Control>& controls) override {
    controls_ = controls;
    file_.changed();
  }

  void add(const Result& result) override {
    trials_ += (trials_.empty() ? "\n" : ",\n") + page_trial(result, info_);
    file_.changed();
  }

  void finish(std::span<const TrialAdvice>) override { file_.write(); }

 private:
  std::string page() const {
    std::string text(page_before_data);
    text += page_head(info_, controls_) + ",\"trials\":[" + trials_ + "]}";
    return text += page_behind_data;
  }

  RunInfo info_;
  std::vector<Control> controls_;
  std::string trials_;  // as the page has them
  WholeFile file_;      // last, as it asks for the page when it goes
};

}  // namespace

ReporterEntry html() {
  return {
      .name = "html",
      .summary = "one page to look through, with every curve; needs no network",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<HtmlFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
