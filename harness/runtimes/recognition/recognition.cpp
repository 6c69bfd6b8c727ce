// SPDX-License-Identifier: MIT
#include "runtimes/recognition/recognition.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "posix/mapped_file.hpp"
#include "posix/proc_file.hpp"
#include "runtimes/catalogue.hpp"

namespace leakproof::runtimes {
std::vector<RuntimeEntry> recognised(const ProcessImage& image) {
  std::vector<RuntimeEntry> found;
  std::ranges::copy_if(catalogue(), std::back_inserter(found),
                       [&](const RuntimeEntry& entry) { return entry.recognises(image); });
  return found;
}

std::vector<RuntimeEntry> recognised_in(pid_t pid) {
  const std::string program = "/proc/" + std::to_string(pid) + "/exe";
  std::error_code gone;
  const std::string name = std::filesystem::read_symlink(program, gone).filename();
  ProcFile maps(pid, "maps");
  const MappedFile executable(program);
  return recognised(
      {.program = name, .maps = maps.read().value_or(""), .executable = executable.bytes()});
}

}  // namespace leakproof::runtimes
