// SPDX-License-Identifier: MIT
#include "runtimes/recognition.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

struct Library {
  std::string_view name, runtime;
};
constexpr std::array<Library, 4> libraries{{{"/libnode.so", "V8"},
                                            {"/libjvm.so", "JVM"},
                                            {"/libcoreclr.so", ".NET"},
                                            {"/libruby-", "Ruby"}}};

// Go links itself into every program, with this before its build's description.
bool is_of_go(const std::string& program) {
  const Fd file{::open(program.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat info {};
  if (!file || ::fstat(file.get(), &info) != 0 || info.st_size == 0) return false;
  const auto size = static_cast<std::size_t>(info.st_size);
  void* const text = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (text == MAP_FAILED) return false;
  constexpr std::string_view mark = "\xff Go buildinf:";
  const bool found = ::memmem(text, size, mark.data(), mark.size()) != nullptr;
  ::munmap(text, size);
  return found;
}

}  // namespace

std::string_view collecting_runtime(pid_t pid) {
  const std::string program = fmt::format("/proc/{}/exe", pid);
  std::error_code gone;
  const std::string name = fs::read_symlink(program, gone).filename();
  if (name == "node" || name == "nodejs" || name == "deno") return "V8";
  if (name.starts_with("ruby")) return "Ruby";
  if (name == "dotnet") return ".NET";
  ProcFile maps(pid, "maps");
  const std::string_view text = maps.read().value_or("");
  for (const Library& library : libraries) {
    if (text.find(library.name) != text.npos) return library.runtime;
  }
  return is_of_go(program) ? "Go" : "";
}

}  // namespace leakproof
