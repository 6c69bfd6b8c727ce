// SPDX-License-Identifier: MIT
#include "symbols/inlining.hpp"

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdwfl.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

namespace leakproof::symbols {
namespace {

template <typename T>
using Freed = std::unique_ptr<T, decltype([](T* memory) { std::free(memory); })>;

const char* text_of(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute found{};
  return ::dwarf_formstring(::dwarf_attr_integrate(die, attribute, &found));
}

// The scope of a declaration, such as "a::B::", without unnamed scopes.
std::string scope_of(Dwarf_Die* die) {
  // An inlined instance refers to its abstract function, and that to its declaration.
  Dwarf_Die declared = *die;
  for (const unsigned attribute : {DW_AT_abstract_origin, DW_AT_specification}) {
    Dwarf_Attribute found{};
    Dwarf_Die next{};
    if (::dwarf_formref_die(::dwarf_attr(&declared, attribute, &found), &next) != nullptr) {
      declared = next;
    }
  }
  Dwarf_Die* written = nullptr;
  const int depth = ::dwarf_getscopes_die(&declared, &written);
  if (depth <= 0) return "";
  const Freed<Dwarf_Die> scopes{written};
  std::string scope;
  for (Dwarf_Die& outer : std::span(written, static_cast<std::size_t>(depth)).subspan(1)) {
    const int tag = ::dwarf_tag(&outer);
    const char* const name = ::dwarf_diename(&outer);
    const bool is_named =
        tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type;
    if (is_named && name != nullptr) scope.insert(0, std::string(name).append("::"));
  }
  return scope;
}

// Prefers the linkage name, which has the namespaces and parameters.
std::string function_of(Dwarf_Die* die) {
  for (const unsigned attribute : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name}) {
    if (const char* const mangled = text_of(die, attribute)) return demangled(mangled);
  }
  const char* const plain = ::dwarf_diename(die);
  return plain != nullptr ? scope_of(die) + plain : "";
}

// A relative name is one in the folder in which the compiler ran, where that is on this machine.
std::string found_file(Dwarf_Die* unit, const char* name) {
  if (name == nullptr) return "";
  const char* const folder = text_of(unit, DW_AT_comp_dir);
  const std::filesystem::path file(name);
  if (file.is_absolute() || folder == nullptr) return file;
  const std::filesystem::path whole = (folder / file).lexically_normal();
  std::error_code ignored;
  return whole.is_absolute() && std::filesystem::exists(whole, ignored) ? whole : file;
}

// Sets the file and line of the inlined call.
void set_call_site(Dwarf_Die* unit, Dwarf_Die* inlined, Dwarf_Files* files, Frame& caller) {
  Dwarf_Attribute found{};
  Dwarf_Word number = 0;
  if (::dwarf_formudata(::dwarf_attr(inlined, DW_AT_call_file, &found), &number) == 0) {
    caller.file = found_file(unit, ::dwarf_filesrc(files, number, nullptr, nullptr));
  }
  if (::dwarf_formudata(::dwarf_attr(inlined, DW_AT_call_line, &found), &number) == 0) {
    caller.line = static_cast<int>(number);
  }
}

// `address`: as in the debug information.
void set_line(Dwarf_Die* unit, Dwarf_Addr address, Frame& frame) {
  Dwarf_Line* const line = ::dwarf_getsrc_die(unit, address);
  if (line == nullptr) return;
  ::dwarf_lineno(line, &frame.line);
  frame.file = found_file(unit, ::dwarf_linesrc(line, nullptr, nullptr));
}

// Go and Clang write no index of addresses (.debug_aranges). In a program that also has units with
// one, such as those of cgo, the index answers with a unit of another address.
Dwarf_Die* unit_at(Dwfl_Module* module, Dwarf_Addr address, Dwarf_Addr& bias) {
  Dwarf_Die* unit = ::dwfl_module_addrdie(module, address, &bias);
  if (unit != nullptr && ::dwarf_haspc(unit, address - bias) == 1) return unit;
  unit = nullptr;
  while ((unit = ::dwfl_module_nextcu(module, unit, &bias)) != nullptr) {
    if (::dwarf_haspc(unit, address - bias) == 1) return unit;
  }
  return nullptr;
}

}  // namespace

std::string demangled(const char* name) {
  int status = 0;
  const Freed<char> readable{abi::__cxa_demangle(name, nullptr, nullptr, &status)};
  return status == 0 && readable ? readable.get() : name;
}

std::vector<Frame> debug_frames(Dwfl_Module* module, std::uint64_t address) {
  Dwarf_Addr bias = 0;
  Dwarf_Die* const unit = unit_at(module, address, bias);
  if (unit == nullptr) return {};
  // For an inlined function, the first look-up returns the scopes around its definition, the
  // second one those around the call.
  Frame next;
  set_line(unit, address - bias, next);
  const auto line_alone = [&] {
    return next.file.empty() ? std::vector<Frame>{} : std::vector<Frame>{next};
  };
  Dwarf_Die* written = nullptr;
  if (::dwarf_getscopes(unit, address - bias, &written) <= 0) return line_alone();
  const Freed<Dwarf_Die> innermost{written};
  Dwarf_Die* used = nullptr;
  const int depth = ::dwarf_getscopes_die(innermost.get(), &used);
  if (depth <= 0) return line_alone();
  const Freed<Dwarf_Die> scopes{used};
  Dwarf_Files* files = nullptr;
  std::size_t file_count = 0;
  if (::dwarf_getsrcfiles(unit, &files, &file_count) != 0) files = nullptr;

  std::vector<Frame> frames;
  for (Dwarf_Die& scope : std::span(used, static_cast<std::size_t>(depth))) {
    const int tag = ::dwarf_tag(&scope);
    if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram) continue;
    next.function = function_of(&scope);
    frames.push_back(std::exchange(next, {}));
    if (tag == DW_TAG_subprogram) break;
    if (files != nullptr) set_call_site(unit, &scope, files, next);
  }
  return frames;
}

}  // namespace leakproof::symbols
