// SPDX-License-Identifier: MIT
#include "runtimes/go/executable.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

namespace leakproof::go {
namespace {

// Only the executable itself is read: a Go runtime in a library is not looked for.
constexpr Dwfl_Callbacks local_files_only{.find_elf = ::dwfl_linux_proc_find_elf,
                                          .find_debuginfo = ::dwfl_standard_find_debuginfo,
                                          .section_address = nullptr,
                                          .debuginfo_path = nullptr};

struct Field {
  std::string_view structure{};  // the name of its type, or of the variable of a nameless type
  std::string_view field{};
  std::uint32_t Layout::*offset = nullptr;
};

constexpr std::array fields{
    Field{"runtime.g", "stack", &Layout::g_stack},
    Field{"runtime.g", "atomicstatus", &Layout::g_atomicstatus},
    Field{"runtime.g", "gopc", &Layout::g_gopc},
    Field{"runtime.g", "ancestors", &Layout::g_ancestors},
    Field{"runtime.g", "startpc", &Layout::g_startpc},
    Field{"runtime.gcControllerState", "heapMarked", &Layout::gc_heap_marked},
    Field{"runtime.gcControllerState", "gcPercent", &Layout::gc_percent},
    Field{"runtime.gcControllerState", "gcPercentHeapGoal", &Layout::gc_heap_goal},
    Field{"runtime.mstats", "numgc", &Layout::stats_numgc},
    Field{"runtime.mstats", "last_gc_nanotime", &Layout::stats_last_gc_nanotime},
    Field{"runtime.debug", "schedtrace", &Layout::debug_schedtrace},
    Field{"runtime.debug", "tracebackancestors", &Layout::debug_tracebackancestors},
    Field{"runtime.p", "sudogcache", &Layout::p_sudogcache},
};
// In the field `sched` of a goroutine.
constexpr std::array in_sched{
    Field{"runtime.gobuf", "sp", &Layout::g_sched_sp},
    Field{"runtime.gobuf", "pc", &Layout::g_sched_pc},
    Field{"runtime.gobuf", "bp", &Layout::g_sched_bp},
};

std::string_view name_of(Dwarf_Die* entry) {
  const char* const name = ::dwarf_diename(entry);
  return name != nullptr ? name : "";
}

// Calls `visit` with each direct child of this kind.
template <typename Visit>
void each_child(Dwarf_Die* parent, int tag, Visit visit) {
  Dwarf_Die child{};
  if (::dwarf_child(parent, &child) != 0) return;
  do {
    if (::dwarf_tag(&child) == tag) visit(&child);
  } while (::dwarf_siblingof(&child, &child) == 0);
}

/// Collects the offsets while the debug information is read.
class Fields {
 public:
  void add_structures(Dwarf_Die* unit) {
    each_child(unit, DW_TAG_structure_type, [&](Dwarf_Die* type) { add(type, name_of(type)); });
    each_child(unit, DW_TAG_variable, [&](Dwarf_Die* variable) {
      if (name_of(variable) != "runtime.debug") return;
      Dwarf_Attribute attribute{};
      Dwarf_Die type{};
      if (::dwarf_formref_die(::dwarf_attr(variable, DW_AT_type, &attribute), &type) != nullptr) {
        add(&type, "runtime.debug");
      }
    });
  }

  std::optional<Layout> layout() const {
    if (found_ < fields.size() + in_sched.size() || !sched_ || layout_.sudog_size == 0) {
      return std::nullopt;
    }
    Layout whole = layout_;
    for (const Field& field : in_sched) whole.*field.offset += *sched_;
    return whole;
  }

 private:
  void add(Dwarf_Die* type, std::string_view structure) {
    if (!structure.starts_with("runtime.")) return;
    if (structure == "runtime.sudog") {
      layout_.sudog_size = static_cast<std::uint32_t>(std::max(::dwarf_bytesize(type), 0));
    }
    each_child(type, DW_TAG_member, [&](Dwarf_Die* member) {
      Dwarf_Attribute attribute{};
      Dwarf_Word offset = 0;
      if (::dwarf_formudata(::dwarf_attr(member, DW_AT_data_member_location, &attribute),
                            &offset) != 0) {
        return;
      }
      const auto at = static_cast<std::uint32_t>(offset);
      const auto take = [&](const Field& field) {
        if (field.structure != structure || field.field != name_of(member)) return;
        layout_.*field.offset = at;
        ++found_;
      };
      for (const Field& field : fields) take(field);
      for (const Field& field : in_sched) take(field);
      if (structure == "runtime.g" && name_of(member) == "sched") sched_ = at;
    });
  }

  Layout layout_{};
  std::optional<std::uint32_t> sched_{};
  std::size_t found_ = 0;
};

std::optional<Layout> layout_in(Dwarf* debug) {
  Fields found;
  Dwarf_CU* unit = nullptr;
  Dwarf_Die entry{};
  while (::dwarf_get_units(debug, unit, &unit, nullptr, nullptr, &entry, nullptr) == 0) {
    found.add_structures(&entry);
    if (auto layout = found.layout()) return layout;  // the runtime's types are in one unit
  }
  return std::nullopt;
}

// Calls `visit` with the program that the process runs, as a module of its address space.
void visit_program(pid_t pid, const std::function<void(Dwfl_Module*)>& visit) {
  const std::unique_ptr<Dwfl, decltype([](Dwfl* open) { ::dwfl_end(open); })> session(
      ::dwfl_begin(&local_files_only));
  if (!session) return;
  ::dwfl_report_begin(session.get());
  ::dwfl_linux_proc_report(session.get(), pid);
  ::dwfl_report_end(session.get(), nullptr, nullptr);
  std::error_code gone;
  const std::string program =
      std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/exe", gone);
  struct Search {
    const std::string& program;
    const std::function<void(Dwfl_Module*)>& visit;
  };
  Search search{program, visit};
  ::dwfl_getmodules(
      session.get(),
      [](Dwfl_Module* module, void**, const char* name, Dwarf_Addr, void* about) {
        const auto& [path, found] = *static_cast<Search*>(about);
        if (path != name) return static_cast<int>(DWARF_CB_OK);
        found(module);
        return static_cast<int>(DWARF_CB_ABORT);
      },
      &search, 0);
}

}  // namespace

Executable::Executable(pid_t pid) : pid_(pid) {
  visit_program(pid, [&](Dwfl_Module* module) {
    const int symbols = ::dwfl_module_getsymtab(module);
    for (int i = 1; i < symbols; ++i) {
      GElf_Sym symbol{};
      GElf_Addr address = 0;
      const char* const name =
          ::dwfl_module_getsym_info(module, i, &symbol, &address, nullptr, nullptr, nullptr);
      if (name == nullptr || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT) continue;
      if (std::string_view(name).starts_with("runtime.")) variables_.try_emplace(name, address);
    }
  });
}

std::optional<Layout> Executable::layout() const {
  std::optional<Layout> layout;
  visit_program(pid_, [&](Dwfl_Module* module) {
    Dwarf_Addr bias = 0;
    if (Dwarf* const debug = ::dwfl_module_getdwarf(module, &bias)) layout = layout_in(debug);
  });
  return layout;
}

std::optional<std::uintptr_t> Executable::variable(const std::string& name) const {
  const auto found = variables_.find(name);
  return found == variables_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace leakproof::go
