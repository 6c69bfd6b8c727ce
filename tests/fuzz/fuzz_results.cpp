// SPDX-License-Identifier: MIT
// Fuzzes the parsing of results files.
#include <string_view>

#include "report/results_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    leakproof::report::parse_results(text, "fuzzed");
  } catch (const leakproof::report::NotResults&) {
    // The expected error.
  }
  return 0;
}
