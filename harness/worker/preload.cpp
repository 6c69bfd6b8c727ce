// SPDX-License-Identifier: MIT
#include "worker/preload.hpp"

#include <fmt/format.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "interposer/counters.hpp"
#include "posix/elf.hpp"
#include "posix/proc_file.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

// A value that the kernel gave the process when it started its program, see getauxval(3).
unsigned long auxiliary_value(pid_t pid, unsigned long type) {
  struct Entry {
    unsigned long type, value;
  };
  ProcFile file(pid, "auxv");
  const std::string_view text = file.read().value_or("");
  for (std::size_t at = 0; at + sizeof(Entry) <= text.size(); at += sizeof(Entry)) {
    Entry entry{};
    std::memcpy(&entry, text.data() + at, sizeof entry);
    if (entry.type == type) return entry.value;
  }
  return 0;
}

// Why the interposer has not mapped the table in this process.
std::string why_not_mapped(pid_t pid, std::string_view maps) {
  const std::string executable = fmt::format("/proc/{}/exe", pid);
  std::error_code gone;
  const std::string name =
      printable(std::filesystem::read_symlink(executable, gone).filename().string());
  if (maps.empty()) return "the memory map of the process may not be read by leakproof";
  if (maps.find("/libleakproof-heap.so") != maps.npos) {
    struct stat owner {};
    const bool is_other =
        ::stat(fmt::format("/proc/{}", pid).c_str(), &owner) == 0 && owner.st_uid != ::geteuid();
    return is_other
               ? fmt::format("{} runs as another user, who may not open leakproof's counters", name)
               : fmt::format(
                     "{} could not map leakproof's counters: does a launcher limit its "
                     "memory, or change its root or namespaces?",
                     name);
  }
  const auto interpreter = elf_interpreter(executable);
  if (interpreter && interpreter->empty()) {
    return fmt::format("{} is statically linked, so nothing can be preloaded", name);
  }
  if (interpreter && interpreter->find("/ld-musl") != interpreter->npos) {
    return fmt::format("{} uses the C library musl, for which the interposer is not made", name);
  }
  if (auxiliary_value(pid, AT_SECURE) != 0) {
    return fmt::format("{} is setuid or has file capabilities, so its loader ignores LD_PRELOAD",
                       name);
  }
  ProcFile environment(pid, "environ");
  if (environment.read().value_or("").find(preload::table_variable) == std::string_view::npos) {
    return fmt::format("a launcher has removed leakproof's variables from the environment of {}",
                       name);
  }
  return fmt::format("the loader of {} has not loaded it: did a launcher change LD_PRELOAD?", name);
}

}  // namespace

void Preload::check(pid_t pid) {
  if (!table_) return;
  ProcFile file(pid, "maps");
  const std::string_view maps = file.read().value_or("");
  if (maps.find(fmt::format("/memfd:{}", preload::table_name)) == maps.npos) {
    obstacle_ = why_not_mapped(pid, maps);
    table_.reset();
  } else if (table_->is_bypassed(pid)) {
    obstacle_ =
        "a library is loaded with RTLD_DEEPBIND or dlmopen, so that its calls of malloc and free "
        "bypass the interposer";
  } else if (!table_->read(pid)) {
    obstacle_ = "nothing is counted in it: are more than 64 processes preloaded?";
  }
}

}  // namespace leakproof
