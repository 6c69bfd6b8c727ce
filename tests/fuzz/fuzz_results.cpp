// SPDX-License-Identifier: MIT
// Fuzzes the reading of results files, and the printing of what was read: the text must be safe for
// a terminal and for a CI service.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "report/console.hpp"
#include "report/json/json.hpp"
#include "report/page_data.hpp"
#include "report/results_file.hpp"

namespace {

using namespace leakproof;

bool is_safe(std::string_view text) {
  bool at_start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 0 && c < ' ' && c != '\n') || c == 0x7F) return false;
    if (at_start && text.substr(i).starts_with("::e")) return false;
    if (text.substr(i).starts_with("##[")) return false;
    at_start = c == '\n' || (at_start && c == ' ');
  }
  return true;
}

void print(const report::ResultsFile& file) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  {
    report::Console console(out, {.width = 80}, file.run);
    console.controls(file.controls);
    for (const Result& result : file.results) {
      console.started(result.trial);
      console.add(result);
    }
    for (const Result& result : file.under_way) console.interrupted(result);
    console.finish(file.advice);
  }
  std::fclose(out);
  const bool safe = is_safe({text, size});
  std::free(text);
  if (!safe) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const report::ResultsFile file = report::parse_results(text, "fuzzed");
    print(file);
    std::vector<report::Json> trials;
    for (const Result& result : file.results) {
      trials.push_back(report::page_trial(result, file.run));
    }
    report::page_data({.run = file.run}, trials);
  } catch (const report::NotResults&) {
    // The expected error.
  }
  return 0;
}
