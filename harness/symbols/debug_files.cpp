// SPDX-License-Identifier: MIT
#include "symbols/debug_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <span>
#include <string>

namespace leakproof::symbols {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

// The cache of debuginfod clients (debuginfod_find_debuginfo(3)).
std::string cache_folder() {
  if (std::string folder = variable("DEBUGINFOD_CACHE_PATH"); !folder.empty()) return folder;
  if (const std::string folder = variable("XDG_CACHE_HOME"); !folder.empty()) {
    return folder + "/debuginfod_client";
  }
  return variable("HOME") + "/.cache/debuginfod_client";
}

std::string build_id_of(Dwfl_Module* module) {
  const unsigned char* bytes = nullptr;
  GElf_Addr ignored = 0;
  const int size = ::dwfl_module_build_id(module, &bytes, &ignored);
  std::string text;
  if (size <= 0) return text;
  for (const unsigned char byte : std::span(bytes, static_cast<std::size_t>(size))) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

int open_cached(Dwfl_Module* module, char** found) {
  const std::string id = build_id_of(module);
  if (id.empty()) return -1;
  const std::string path = cache_folder() + "/" + id + "/debuginfo";
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) *found = ::strdup(path.c_str());
  return fd;
}

}  // namespace

int debug_info_of(Dwfl_Module* module, void** user_data, const char* name, Dwarf_Addr base,
                  const char* file, const char* link, GElf_Word link_checksum, char** found) {
  const int by_id = ::dwfl_build_id_find_debuginfo(module, user_data, name, base, file, link,
                                                   link_checksum, found);
  if (by_id >= 0) return by_id;
  if (const int cached = open_cached(module, found); cached >= 0) return cached;
  // The standard look-up would also query a debuginfod server if one is configured.
  if (link == nullptr || !variable("DEBUGINFOD_URLS").empty()) return -1;
  return ::dwfl_standard_find_debuginfo(module, user_data, name, base, file, link, link_checksum,
                                        found);
}

}  // namespace leakproof::symbols
