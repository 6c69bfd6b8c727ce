// SPDX-License-Identifier: MIT
#include "symbols/symbols.hpp"

#include <elfutils/libdwfl.h>
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

#include "symbols/debug_files.hpp"
#include "symbols/inlining.hpp"

namespace leakproof {
namespace {

using symbols::debug_frames;
using symbols::debug_info_of;
using symbols::demangled;

constexpr Dwfl_Callbacks local_files_only{.find_elf = ::dwfl_linux_proc_find_elf,
                                          .find_debuginfo = debug_info_of,
                                          .section_address = nullptr,
                                          .debuginfo_path = nullptr};

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string from_here(const std::string& file) {
  std::error_code ignored;
  const std::filesystem::path here = std::filesystem::current_path(ignored);
  const std::string prefix = here.string() + "/";
  return file.starts_with(prefix) ? file.substr(prefix.size()) : file;
}

}  // namespace

struct Symbols::Loaded {
  std::map<std::uintptr_t, std::vector<Frame>> known{};  // by return address

  explicit Loaded(pid_t pid) : session(::dwfl_begin(&local_files_only)) {
    if (session == nullptr) return;
    ::dwfl_report_begin(session);
    ::dwfl_linux_proc_report(session, pid);
    ::dwfl_report_end(session, nullptr, nullptr);
  }
  ~Loaded() { ::dwfl_end(session); }
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  Dwfl* session;
};

Symbols::Symbols(pid_t pid) : loaded_(std::make_unique<Loaded>(pid)) {}
Symbols::~Symbols() = default;
Symbols::Symbols(Symbols&&) noexcept = default;
Symbols& Symbols::operator=(Symbols&&) noexcept = default;

std::vector<Frame> Symbols::at(std::uintptr_t return_address) const {
  const auto [place, is_new] = loaded_->known.try_emplace(return_address);
  if (is_new) place->second = look_up(return_address);
  return place->second;
}

std::vector<Frame> Symbols::look_up(std::uintptr_t return_address) const {
  // Look up the call itself, because the return address may be on another line or in another
  // function.
  const Dwarf_Addr address = return_address - 1;
  Dwfl_Module* const module =
      loaded_->session != nullptr ? ::dwfl_addrmodule(loaded_->session, address) : nullptr;
  if (module == nullptr) return {{.offset = return_address}};

  Dwarf_Addr start = 0;
  const char* const path =
      ::dwfl_module_info(module, nullptr, &start, nullptr, nullptr, nullptr, nullptr, nullptr);
  std::vector<Frame> frames = debug_frames(module, address);
  if (frames.empty()) frames.emplace_back();
  for (Frame& frame : frames) {
    frame.path = path != nullptr ? path : "";
    frame.module = last_part(frame.path);
    frame.offset = return_address - start;
  }
  Frame& outermost = frames.back();
  if (outermost.function.empty()) {
    if (const char* const name = ::dwfl_module_addrname(module, address)) {
      outermost.function = demangled(name);
    }
  }
  return frames;
}

std::string text(const Frame& frame) {
  if (frame.function.empty()) {
    return fmt::format("{}+{:#x}", frame.module.empty() ? "?" : frame.module, frame.offset);
  }
  if (frame.file.empty()) return fmt::format("{} ({})", frame.function, frame.module);
  return fmt::format("{} ({}:{})", frame.function, from_here(frame.file), frame.line);
}

}  // namespace leakproof
