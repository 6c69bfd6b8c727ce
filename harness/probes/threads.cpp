// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include "model/metric.hpp"
#include "model/probe.hpp"
#include "posix/proc_file.hpp"
#include "probes/gauges/readable.hpp"

namespace leakproof::probes {
namespace {

class Threads final : public Gauge {
 public:
  explicit Threads(pid_t pid) : folder_(proc_folder(pid, "task")) {}

  // /proc/<pid>/task has one directory per thread, so its link count gives their number.
  std::optional<std::int64_t> read() override {
    struct stat entry {};
    if (::fstat(folder_.get(), &entry) != 0 || entry.st_nlink < 3) return std::nullopt;
    return static_cast<std::int64_t>(entry.st_nlink) - 2;
  }

 private:
  Fd folder_;
};

}  // namespace

ProbeEntry threads() {
  return {
      .metric = {.name = "threads",
                 .kind = MetricKind::thread,
                 .unit = Unit::count,
                 .tolerable_per_fetch = 0.01,
                 .horizon_share = 0.2},
      .summary = "threads",
      .attach = [](const ProbeTarget& target) { return readable<Threads>(target.pid); },
  };
}

}  // namespace leakproof::probes
