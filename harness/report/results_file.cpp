// SPDX-License-Identifier: MIT
#include "report/results_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "report/json_node.hpp"
#include "report/result_from_json.hpp"
#include "report/results_json.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

using Json = nlohmann::ordered_json;

// As our own writer lays a file out: a line a trial. Read a line at a time, a
// file takes no more memory than its results, and may break off anywhere.
constexpr std::string_view before_trials = ",\n\"trials\": [\n";
constexpr std::string_view behind_trials = "],";
constexpr std::string_view before_under_way = "\"under_way\": [";
constexpr std::string_view finished = "\"finished\":";

void read_head(const JsonNode& head, ResultsFile& file) {
  const auto version = head.at("schema_version").integer();
  if (version != results_schema_version) {
    throw std::invalid_argument("it has schema_version " + std::to_string(version) +
                                ", and this leakproof reads " +
                                std::to_string(results_schema_version));
  }
  file.run = {.version = head.at("leakproof").text(),
              .seed = head.at("seed").integer<std::uint64_t>(),
              .jobs = head.at("jobs").integer<int>(),
              .declared = head.at("declared").truth(),
              .trials = head.at("trials_planned").integer<std::uint64_t>()};
  const JsonNode shard = head.at("shard");
  file.run.shard = {.index = shard.at("index").integer<int>(), .of = shard.at("of").integer<int>()};
  if (file.run.shard.index < 1 || file.run.shard.of < file.run.shard.index) {
    shard.fail("is no share of a plan");
  }
  file.run.planned_trials = shard.at("trials").integer<std::uint64_t>();
  file.run.plan = shard.at("plan").text();
  file.machine = machine_from(head.at("machine"));
  for (const JsonNode& control : head.at("controls").items()) {
    file.controls.push_back({.name = control.at("name").text(),
                             .found = control.at("as_planted").truth(),
                             .reason = control.at("because").text()});
  }
}

void read_line_by_line(std::string_view text, std::size_t head_end, ResultsFile& file) {
  const Json head = Json::parse(std::string(text.substr(0, head_end)) + "}");
  read_head({head, ""}, file);
  text.remove_prefix(head_end + before_trials.size());
  const auto next_line = [&text] {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
  };
  std::vector<Result>* list = &file.results;
  while (!text.empty()) {
    std::string_view line = next_line();
    if (line == behind_trials) continue;
    if (line == before_under_way) {
      list = &file.under_way;
      continue;
    }
    if (line.starts_with(finished)) {
      file.finished = line.find("true") != line.npos;
      return;
    }
    if (line.ends_with(',')) line.remove_suffix(1);
    const Json trial = Json::parse(line, nullptr, false);
    if (trial.is_discarded()) break;
    const char* const name = list == &file.results ? "trials[" : "under_way[";
    list->push_back(result_from({trial, name + std::to_string(list->size()) + "]"}));
  }
  file.damage = "it breaks off after " + std::to_string(file.results.size()) + " of " +
                std::to_string(file.run.trials) + " trials";
}

void read_whole(std::string_view text, ResultsFile& file) {
  const Json json = Json::parse(text);
  const JsonNode whole(json, "");
  read_head(whole, file);
  for (const JsonNode& trial : whole.at("trials").items()) {
    file.results.push_back(result_from(trial));
  }
  if (json.contains("under_way")) {
    for (const JsonNode& trial : whole.at("under_way").items()) {
      file.under_way.push_back(result_from(trial));
    }
  }
  file.finished = whole.at("finished").truth();
}

}  // namespace

ResultsFile parse_results(std::string_view text, const std::string& name) {
  ResultsFile file;
  try {
    const std::size_t head_end = text.find(before_trials);
    if (head_end != text.npos) {
      read_line_by_line(text, head_end, file);
    } else {
      read_whole(text, file);
    }
  } catch (const Json::exception& error) {
    const std::string_view what = error.what();  // "[json.exception.…] and the words"
    throw NotResults(printable(name) +
                     " is not a file of results: " + printable(what.substr(what.find(' ') + 1)));
  } catch (const std::invalid_argument& error) {
    throw NotResults(printable(name) +
                     " is not a file of results that can be read: " + printable(error.what()));
  }
  return file;
}

ResultsFile read_results(const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path, ignored)) {
    throw NotResults("cannot read " + printable(path));
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_results(text, path);
}

}  // namespace leakproof::report
