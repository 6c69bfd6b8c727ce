// SPDX-License-Identifier: MIT
#include "probes/gauges/kilobytes_line.hpp"

#include "posix/proc_file.hpp"
#include "probes/gauges/readable.hpp"

namespace leakproof::probes {
namespace {

class KilobytesLine final : public Gauge {
 public:
  KilobytesLine(pid_t pid, std::string_view file, std::string_view key)
      : file_(pid, file), key_(key) {}

  std::optional<std::int64_t> read() override {
    const auto text = file_.read();
    if (!text) return std::nullopt;
    const auto kilobytes = number_after(*text, key_);
    return kilobytes ? std::optional(std::int64_t{1024} * *kilobytes) : std::nullopt;
  }

 private:
  ProcFile file_;
  std::string_view key_;
};

}  // namespace

std::unique_ptr<Gauge> kilobytes_line(pid_t pid, std::string_view file, std::string_view key) {
  return readable<KilobytesLine>(pid, file, key);
}

}  // namespace leakproof::probes
