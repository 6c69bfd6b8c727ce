// SPDX-License-Identifier: MIT
#include "attribution/tracing/stack_walk.hpp"

#include "interposer/tracking_table.hpp"
#include "symbols/debug_files.hpp"

namespace leakproof::tracing {
namespace {

constexpr Dwfl_Callbacks local_files_only{.find_elf = ::dwfl_linux_proc_find_elf,
                                          .find_debuginfo = symbols::debug_info_of,
                                          .section_address = nullptr,
                                          .debuginfo_path = nullptr};

// Makes the address of an instruction, at which a thread stands or a signal has come, look like a
// return address.
int append(Dwfl_Frame* frame, void* into) {
  auto& addresses = *static_cast<std::vector<std::uintptr_t>*>(into);
  Dwarf_Addr address = 0;
  bool is_instruction = false;
  if (!::dwfl_frame_pc(frame, &address, &is_instruction)) return DWARF_CB_ABORT;
  addresses.push_back(address + (is_instruction ? 1 : 0));
  return addresses.size() > preload::deepest_noted ? DWARF_CB_ABORT : DWARF_CB_OK;
}

}  // namespace

StackWalk::StackWalk(pid_t pid) : session_(::dwfl_begin(&local_files_only)) {
  if (session_ == nullptr) return;
  ::dwfl_report_begin(session_);
  ::dwfl_linux_proc_report(session_, pid);
  ::dwfl_report_end(session_, nullptr, nullptr);
  ::dwfl_linux_proc_attach(session_, pid, true);
}

StackWalk::~StackWalk() { ::dwfl_end(session_); }

std::vector<std::uintptr_t> StackWalk::stack(pid_t thread) const {
  std::vector<std::uintptr_t> addresses;
  ::dwfl_getthread_frames(session_, thread, append, &addresses);
  return addresses;
}

std::vector<std::uintptr_t> StackWalk::callers(pid_t thread) const {
  std::vector<std::uintptr_t> addresses = stack(thread);
  if (!addresses.empty()) addresses.erase(addresses.begin());  // the function itself
  return addresses;
}

}  // namespace leakproof::tracing
