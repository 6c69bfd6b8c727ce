// SPDX-License-Identifier: MIT
#include "report/results_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "posix/read_file.hpp"
#include "report/json/fields.hpp"
#include "report/json/json.hpp"
#include "report/json/layout.hpp"
#include "report/json/node.hpp"
#include "report/json/read.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

constexpr std::size_t longest_file = std::size_t{256} << 20;  // 1,000 trials take some 16 MiB
constexpr int deepest = 32;                                   // our own files: 8

// Parsing deeply nested text takes much memory and time, however short the text is.
void refuse_deep_nesting(std::string_view text) {
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) {
      i += c == '\\' ? 1 : 0;
    } else if (c == '[' || c == '{') {
      if (++depth > deepest) {
        throw std::invalid_argument(fmt::format("it is nested deeper than {} levels", deepest));
      }
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

// Needs little more memory than the results, and keeps the complete trials of a truncated text.
void read_line_by_line(std::string_view text, std::size_t head_end, ResultsFile& file) {
  const Json head_json = Json::parse(std::string(text.substr(0, head_end)) + "}");
  Head head = from_json<Head>({head_json, ""});
  file.run = std::move(head.run);
  file.machine = std::move(head.machine);
  file.controls = std::move(head.controls);
  text.remove_prefix(head_end + trials_open.size() + 1);
  std::string_view list = "trials";
  std::size_t index = 0;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line == list_close) continue;
    if (line == under_way_open || line == advice_open) {
      list = line == advice_open ? "advice" : "under_way";
      index = 0;
      continue;
    }
    if (line.starts_with(finished_key)) {
      const std::string_view value = line.substr(finished_key.size());
      const std::string_view expected = value.starts_with(" t") ? " true}" : " false}";
      if (!expected.starts_with(value) || text.find_first_not_of('\n') != text.npos) {
        throw std::invalid_argument("there is text behind its end");
      }
      if (value != expected) break;
      file.finished = value == " true}";
      return;
    }
    if (line.ends_with(',')) line.remove_suffix(1);
    const Json item = Json::parse(line, nullptr, false);
    if (item.is_discarded()) break;
    const JsonNode node(item, std::string(list) + "[" + std::to_string(index++) + "]");
    if (list == "advice") {
      file.advice.push_back(from_json<TrialAdvice>(node));
    } else {
      (list == "trials" ? file.results : file.under_way).push_back(from_json<Result>(node));
    }
  }
  file.damage = "it is truncated after " + std::to_string(file.results.size()) + " of " +
                std::to_string(file.run.trials) + " trials";
}

}  // namespace

ResultsFile parse_results(std::string_view text, const std::string& name) {
  ResultsFile file;
  try {
    refuse_deep_nesting(text);
    const std::size_t head_end = text.find(std::string(trials_open) + "\n");
    if (head_end != text.npos) {
      read_line_by_line(text, head_end, file);
    } else {
      const Json json = Json::parse(text);
      file = from_json<ResultsFile>({json, ""});
    }
  } catch (const Json::exception& error) {
    const std::string_view what = error.what();  // "[json.exception.…] message"
    throw NotResults(printable(name) +
                     " is not a results file: " + printable(what.substr(what.find(' ') + 1)));
  } catch (const std::invalid_argument& error) {
    throw NotResults(printable(name) + " is not a valid results file: " + printable(error.what()));
  }
  return file;
}

ResultsFile read_results(const std::string& path) {
  std::string text;
  try {
    text = read_file(path, longest_file);
  } catch (const std::runtime_error& error) {
    throw NotResults("cannot read " + printable(path) + ": " + error.what());
  }
  return parse_results(text, path);
}

}  // namespace leakproof::report
