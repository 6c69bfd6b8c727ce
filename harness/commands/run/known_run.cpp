// SPDX-License-Identifier: MIT
#include "commands/run/known_run.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cstddef>
#include <filesystem>
#include <system_error>

#include "options/known_file.hpp"
#include "posix/fd.hpp"
#include "report/whole_file.hpp"
#include "text/complain.hpp"
#include "text/printable.hpp"

namespace leakproof::commands {
namespace {

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

std::string current_folder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored).string();
}

// A first run may write the list that later ones read.
std::vector<KnownLeak> listed(const RunOptions& options) {
  if (options.known.empty()) return {};
  if (options.known == options.write_known && !exists(options.known)) return {};
  return read_known(options.known);
}

// Other runs, as of a test suite in parallel, may update the same list. It is replaced by another
// file, so its folder is locked.
Fd lock_folder(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  Fd lock{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (lock) ::flock(lock.get(), LOCK_EX);
  return lock;
}

}  // namespace

KnownRun::KnownRun(const RunOptions& options, std::span<const Trial> trials, Observer& next)
    : next_(next),
      write_to_(options.write_known),
      known_(listed(options), {.name = printable(options.known), .folder = current_folder()},
             trials),
      found_(current_folder()) {
  if (!write_to_.empty() && exists(write_to_)) read_known(write_to_);  // refuse it before the run
}

void KnownRun::finished(const Result& result) {
  Result compared = result;
  known_.compare(compared);
  found_.add(compared);
  next_.finished(compared);
}

void KnownRun::write() const {
  if (write_to_.empty()) return;
  const Fd lock = lock_folder(write_to_);
  const std::vector<KnownLeak> leaks =
      found_.with(exists(write_to_) ? read_known(write_to_) : std::vector<KnownLeak>());
  report::write_whole(write_to_, known_text(leaks));
  complain(fmt::format("{} known leak{} in {}", leaks.size(), leaks.size() == 1 ? "" : "s",
                       printable(write_to_)));
}

}  // namespace leakproof::commands
