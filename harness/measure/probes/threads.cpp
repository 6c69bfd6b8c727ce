// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include "measure/readable.hpp"

namespace leakproof::probes {
namespace {

class Threads final : public Gauge {
 public:
  explicit Threads(pid_t pid) : directory_("/proc/" + std::to_string(pid) + "/task") {}

  // A folder a thread, so that the links of their parent tell their number.
  std::optional<std::int64_t> read() override {
    struct stat entry {};
    if (::stat(directory_.c_str(), &entry) != 0 || entry.st_nlink < 3) return std::nullopt;
    return static_cast<std::int64_t>(entry.st_nlink) - 2;
  }

 private:
  std::string directory_;
};

}  // namespace

ProbeEntry threads() {
  return {
      .metric = {.name = "threads",
                 .unit = Unit::count,
                 .tolerable_per_fetch = 0.01,
                 .horizon_share = 0.2},
      .summary = "threads",
      .attach = [](const Subject& subject) { return readable<Threads>(subject.pid); },
  };
}

}  // namespace leakproof::probes
