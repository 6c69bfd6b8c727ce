// SPDX-License-Identifier: MIT
// leakproof-schema FILE: writes the JSON schema of --json in this version. The build runs it.
#include <fstream>
#include <nlohmann/json.hpp>

#include "report/json/schema.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ofstream file(argv[1]);
  file << leakproof::report::results_schema().dump(2) << '\n';
  return file.good() ? 0 : 1;
}
