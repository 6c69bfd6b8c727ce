// SPDX-License-Identifier: MIT
// A report format: --example-format FILE writes the name of each trial.
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "report/catalogue.hpp"
#include "report/whole_file.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

class ExampleFormat final : public Reporter {
 public:
  explicit ExampleFormat(const std::string& path) : file_(path, [this] { return text_; }) {}

  void add(const Result& result) override {
    text_ += printable(result.trial.client) + " on " + printable(result.trial.scenario.name) + "\n";
    file_.changed();
  }

  void save() override { file_.save(); }
  void finish(std::span<const TrialAdvice>) override { file_.write(); }

 private:
  std::string text_;
  WholeFile file_;  // last, because its destructor reads the text
};

}  // namespace

ReporterEntry example_format() {
  return {
      .name = "example-format",
      .summary = "an example of a report format: the name of each trial",
      .open = [](const std::string& path, const RunInfo&) -> std::unique_ptr<Reporter> {
        return std::make_unique<ExampleFormat>(path);
      },
  };
}

}  // namespace leakproof::report
