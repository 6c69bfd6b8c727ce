// SPDX-License-Identifier: MIT
#include "options/configuration.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "model/usage_error.hpp"
#include "model/verdict.hpp"
#include "text/printable.hpp"
#include "text/suggestion.hpp"

namespace leakproof {
namespace {

class File {
 public:
  File(const CLI::App& command, CLI::App& run, std::vector<std::string>& program, std::string name)
      : command_(command), run_(run), program_(program), name_(std::move(name)) {}

  void apply() {
    try {
      const toml::table table = toml::parse_file(name_);
      leave_out_the_subject_ = !program_.empty() || is_said("--worker");
      leave_out_the_program_ = is_said("CLIENT");
      leave_out_the_scenario_ = is_said("--on") || is_said("--upstream") || is_said("--replay");
      for (const auto& [key, node] : table) take(std::string(key.str()), node);
    } catch (const toml::parse_error& error) {
      fail(error.source(), std::string(error.description()));
    }
  }

 private:
  [[noreturn]] void fail(const toml::source_region& where, const std::string& what) const {
    throw UsageError(fmt::format("{}:{}: {}", name_, where.begin.line, printable(what)));
  }

  bool is_said(const std::string& option) const {
    const CLI::Option* const found = command_.get_option_no_throw(option);
    return found != nullptr && found->count() > 0;
  }

  void take(const std::string& key, const toml::node& node) {
    const bool is_subject =
        key == "command" || key == "test" || key == "worker" || key == "clients";
    if (is_subject && leave_out_the_subject_) return;
    const bool is_scenario = key == "on" || key == "upstream" || key == "replay";
    if (is_scenario && leave_out_the_scenario_) return;
    if ((key == "command" || key == "test") && leave_out_the_program_) return;
    if (key == "command") {
      program_ = values(node);
      if (program_.empty()) fail(node.source(), "\"command\" names no program");
    } else if (key == "tolerance") {
      give("--tolerance", tolerances(node), node);
    } else {
      const std::string option = option_for(key, node);
      give(option, values(node), node);
    }
  }

  static bool is_for_command_line_only(std::string_view option) {
    return option == "config" || option == "help";
  }

  std::string option_for(const std::string& key, const toml::node& node) const {
    if (key == "clients") return "CLIENT";
    if (run_.get_option_no_throw("--" + key) != nullptr && !is_for_command_line_only(key)) {
      return "--" + key;
    }
    std::vector<std::string> names{"clients", "command", "tolerance"};
    for (const CLI::Option* option : run_.get_options()) {
      for (const std::string& name : option->get_lnames()) {
        if (!is_for_command_line_only(name)) names.push_back(name);
      }
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    const std::string_view meant = closest(key, known);
    fail(node.source(),
         fmt::format("\"{}\" is not known.{}", key,
                     meant.empty() ? "" : fmt::format(" Did you mean \"{}\"?", meant)));
  }

  // Applies the checks and conversions of the option, as CLI11 does for its own
  // configuration files.
  void give(const std::string& name, std::vector<std::string> values, const toml::node& node) {
    if (is_said(name)) return;
    CLI::Option& option = *run_.get_option(name);
    if (option.get_expected_min() == 0) {  // a flag
      if (!node.is_boolean()) {
        fail(node.source(), fmt::format("\"{}\" must be true or false", name.substr(2)));
      }
      if (values.front() == "false") return;
      values = {option.get_flag_value(name.substr(2), "true")};
    }
    for (const CLI::Option* other : option.get_excludes()) {
      if (other->count() == 0) continue;
      if (!given_.contains(other)) return;  // the command line wins
      fail(node.source(), fmt::format("\"{}\" and \"{}\" exclude each other", name.substr(2),
                                      other->get_lnames().front()));
    }
    given_.insert(&option);
    try {
      for (std::string& value : values) option.add_result(std::move(value));
      option.run_callback();
    } catch (const CLI::ParseError& error) {
      fail(node.source(), error.what());
    } catch (const UsageError& error) {
      fail(node.source(), error.what());
    }
  }

  std::vector<std::string> values(const toml::node& node) const {
    std::vector<std::string> result;
    if (const toml::array* const array = node.as_array()) {
      for (const toml::node& element : *array) result.push_back(value(element));
    } else {
      result.push_back(value(node));
    }
    return result;
  }

  std::string value(const toml::node& node) const {
    if (const auto text = node.value_exact<std::string>()) return *text;
    if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
    if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
    if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
    fail(node.source(), "expected a string, a number, true or false, or a list of them");
  }

  std::vector<std::string> tolerances(const toml::node& node) const {
    const toml::table* const table = node.as_table();
    if (table == nullptr) fail(node.source(), "[tolerance] must be a table: heap_bytes = 16");
    std::vector<std::string> result;
    for (const auto& [metric, growth] : *table) {
      result.push_back(fmt::format("{}={}", metric.str(), value(growth)));
    }
    return result;
  }

  const CLI::App& command_;
  CLI::App& run_;
  std::vector<std::string>& program_;
  std::string name_;
  std::set<const CLI::Option*> given_;   // options that the file has set
  bool leave_out_the_subject_ = false;   // the command line names a program or worker
  bool leave_out_the_program_ = false;   // the command line names a client
  bool leave_out_the_scenario_ = false;  // the command line names a scenario
};

}  // namespace

void configure(const CLI::App& command, CLI::App& run, std::vector<std::string>& program,
               const std::string& file) {
  const bool is_named = !file.empty();
  const std::string name = is_named ? file : configuration_name;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(name, ignored)) {
    File(command, run, program, name).apply();
  } else if (is_named) {
    throw UsageError(fmt::format("--config: cannot read {}", printable(name)));
  } else if (std::filesystem::exists(name, ignored)) {
    throw UsageError(fmt::format("{} is not a file", name));
  }
}

}  // namespace leakproof
