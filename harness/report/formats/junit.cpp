// SPDX-License-Identifier: MIT
// JUnit XML for CI servers, according to the common schema (tests/report/junit.xsd). Servers show
// no warnings, so a known leak and an inconclusive trial that passes are skipped tests.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <span>
#include <sstream>

#include <leakproof/conclusion.hpp>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "model/trial_name.hpp"
#include "report/advice_text.hpp"
#include "report/catalogue.hpp"
#include "report/evidence.hpp"
#include "report/whole_file.hpp"
#include "report/words.hpp"
#include "report/xml_text.hpp"

namespace leakproof::report {
namespace {

class JUnitFile final : public Reporter {
 public:
  JUnitFile(const std::string& path, const RunInfo& info)
      : info_(info), suite_(suite_with_properties(info)), file_(path, [this] { return text(); }) {}

  void controls(const std::vector<Control>& controls) override {
    for (const Control& control : controls) {
      pugi::xml_node test = add_case("controls", control.name, 0);
      if (control.found) continue;
      ++errors_;
      add_text(test.append_child("error"), "missed", control.reason, control.reason);
    }
    file_.changed();
  }

  void add(const Result& result) override {
    ++trials_;
    const Trial& trial = result.trial;
    std::string name = trial.scenario.name;
    // The seed distinguishes repeated trials.
    if (trial.plan.seed != info_.seed) name += fmt::format(" (seed {})", trial.plan.seed);
    pugi::xml_node test = add_case(trial.client, name, result.seconds);
    if (result.ruling == Conclusion::skipped) {
      skip(test, result.reason);
      return file_.changed();
    }
    const Standing how = standing(result, info_);
    if (how == Standing::known) {
      skip(test, fmt::format("known leak: {}; {}", result.reason, result.known_details));
    } else if (how == Standing::warning) {
      skip(test, "warning: inconclusive: " + result.reason);
    } else if (how == Standing::unexpected) {
      const bool ruled = result.ruling == Conclusion::leaks || result.ruling == Conclusion::clean;
      ++(ruled ? failures_ : errors_);
      pugi::xml_node trouble = test.append_child(ruled ? "failure" : "error");
      add_text(trouble, word(result.ruling), result.reason, lines(evidence(result, info_), 0));
      troubles_.emplace_back(trial_name_of(trial), trouble);
    } else if (result.known == KnownState::gone) {
      output_ += fmt::format("{}: {}\n", name_of(trial), result.known_details);
    }
    file_.changed();
  }

  void save() override { file_.save(); }

  void finish(std::span<const TrialAdvice> advice) override {
    for (const TrialAdvice& one : advice) {
      for (auto& [name, trouble] : troubles_) {
        if (name != one.trial) continue;
        const std::string text = "\nAdvice\n" + advice_text(std::span(&one, 1));
        trouble.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
      }
    }
    file_.write();
  }

 private:
  static void set(pugi::xml_node node, const char* name, std::string_view value) {
    node.append_attribute(name) = xml_text(value).c_str();
  }

  void skip(pugi::xml_node test, std::string_view reason) {
    ++skipped_;
    set(test.append_child("skipped"), "message", reason);
  }

  pugi::xml_node add_case(std::string_view client, std::string_view name, double seconds) {
    ++tests_;
    seconds_ += seconds;
    pugi::xml_node test = suite_.append_child("testcase");
    set(test, "classname", client);
    set(test, "name", name);
    set(test, "time", fmt::format("{:.3f}", seconds));
    return test;
  }

  static void add_text(pugi::xml_node node, std::string_view type, std::string_view message,
                       std::string_view text) {
    set(node, "message", message);
    set(node, "type", type);
    node.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
  }

  pugi::xml_node suite_with_properties(const RunInfo& info) {
    pugi::xml_node suite = document_.append_child("testsuite");
    pugi::xml_node properties = suite.append_child("properties");
    for (const auto& [name, value] :
         {std::pair<const char*, std::string>{"leakproof", info.version},
          {"seed", std::to_string(info.seed)},
          {"trials_planned", std::to_string(info.trials)}}) {
      pugi::xml_node property = properties.append_child("property");
      set(property, "name", name);
      set(property, "value", value);
    }
    return suite;
  }

  // An interrupted run must fail, but servers do not know about missing trials.
  pugi::xml_node add_missing_trials() {
    const auto what = fmt::format("{} of {} trials have a result", trials_, info_.trials);
    pugi::xml_node test = add_case("leakproof", "run", 0);
    add_text(test.append_child("error"), "incomplete", what, what);
    ++errors_;
    return test;
  }

  std::string text() {
    const bool breaks_off = trials_ < info_.trials;  // until the next trial is added
    const pugi::xml_node missing = breaks_off ? add_missing_trials() : pugi::xml_node();
    suite_.remove_attributes();
    set(suite_, "name", "leakproof");
    set(suite_, "timestamp", fmt::format("{:%Y-%m-%dT%H:%M:%S}", started_));
    set(suite_, "hostname", "localhost");
    set(suite_, "tests", std::to_string(tests_));
    set(suite_, "failures", std::to_string(failures_));
    set(suite_, "errors", std::to_string(errors_));
    set(suite_, "skipped", std::to_string(skipped_));
    set(suite_, "time", fmt::format("{:.3f}", seconds_));
    // The schema requires them after the test cases.
    for (const char* const required : {"system-out", "system-err"}) {
      suite_.remove_child(required);
      suite_.append_child(required);
    }
    suite_.child("system-out").text().set(xml_text(output_).c_str());
    std::ostringstream out;
    document_.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
    if (suite_.remove_child(missing)) {
      --tests_;
      --errors_;
    }
    return out.str();
  }

  RunInfo info_;
  std::tm started_ = fmt::gmtime(std::chrono::system_clock::now());
  pugi::xml_document document_;
  pugi::xml_node suite_;
  std::vector<std::pair<TrialName, pugi::xml_node>> troubles_;  // failures and errors
  std::size_t trials_ = 0;
  int tests_ = 0;     // including controls
  int failures_ = 0;  // unexpected verdicts
  int errors_ = 0;    // trials without a verdict, and missed controls
  int skipped_ = 0;
  double seconds_ = 0;
  std::string output_;  // notes on trials that pass
  WholeFile file_;      // last member: its destructor calls text()
};

}  // namespace

ReporterEntry junit() {
  return {
      .name = "junit",
      .summary = "JUnit XML for CI servers: one test case per trial",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<JUnitFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
