// SPDX-License-Identifier: MIT
// Fuzzes the reading of leakproof.toml.
#include <sys/mman.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "model/usage_error.hpp"
#include "options/checks.hpp"
#include "options/configuration.hpp"
#include "options/run_flags.hpp"
#include "options/run_options.hpp"
#include "options/trial_options.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace leakproof;
  static const int file = ::memfd_create("leakproof.toml", MFD_CLOEXEC);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) < 0) return 0;
  CLI::App app;
  RunOptions options;
  add_run_options(app, options);
  refuse_empty_values(app);
  try {
    configure(app, app, options.trials.program, path);
    require_consistent(options.trials);
  } catch (const UsageError&) {
    // The expected error.
  }
  return 0;
}
