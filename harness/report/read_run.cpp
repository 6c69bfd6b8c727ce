// SPDX-License-Identifier: MIT
#include "report/read_run.hpp"

#include <fmt/format.h>

#include "model/usage_error.hpp"
#include "text/complain.hpp"

namespace leakproof {

report::ResultsFile read_run(const std::string& path) {
  try {
    report::ResultsFile file = report::read_results(path);
    if (!file.damage.empty()) {
      complain(fmt::format("{}: {}", path, file.damage));
    } else if (!file.finished) {
      complain(fmt::format("{}: its run was interrupted after {} of {} trials", path,
                           file.results.size(), file.run.trials));
    }
    return file;
  } catch (const report::NotResults& error) {
    throw UsageError(error.what());
  }
}

}  // namespace leakproof
