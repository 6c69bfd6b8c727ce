// SPDX-License-Identifier: MIT
#include "attribution/library_functions.hpp"

#include <algorithm>
#include <array>

namespace leakproof {
namespace {

// Sorted.
constexpr std::array<std::string_view, 80> libc_functions{
    "accept",        "accept4",        "aligned_alloc", "asprintf",
    "calloc",        "clone",          "dlmopen",       "dlopen",
    "dup",           "dup2",           "dup3",          "epoll_create",
    "epoll_create1", "eventfd",        "fcntl",         "fdopen",
    "fdopendir",     "fgets",          "fmemopen",      "fopen",
    "fopen64",       "fprintf",        "fputs",         "fread",
    "freopen",       "fscanf",         "fwrite",        "get_current_dir_name",
    "getaddrinfo",   "getcwd",         "getdelim",      "gethostbyname",
    "getifaddrs",    "getline",        "getpwnam",      "getpwuid",
    "glob",          "inotify_init",   "malloc",        "memalign",
    "memfd_create",  "mkostemp",       "mkstemp",       "mmap",
    "mmap64",        "mremap",         "newlocale",     "open",
    "open64",        "open_memstream", "openat",        "opendir",
    "pipe",          "pipe2",          "popen",         "posix_memalign",
    "printf",        "pthread_create", "putenv",        "puts",
    "pvalloc",       "qsort",          "realloc",       "reallocarray",
    "realpath",      "regcomp",        "scandir",       "setenv",
    "setlocale",     "shmat",          "socket",        "socketpair",
    "strdup",        "strndup",        "tempnam",       "tmpfile",
    "tsearch",       "valloc",         "vasprintf",     "wcsdup"};
static_assert(std::ranges::is_sorted(libc_functions));

constexpr bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }

bool is_reserved(std::string_view function) {
  return function.size() > 1 && function[0] == '_' && (function[1] == '_' || is_upper(function[1]));
}

// Without scopes, template arguments and parameters: "alloc" of "Pool<int>::alloc(unsigned long)".
std::string_view last_name_of(std::string_view function) {
  function = function.substr(0, function.find('('));
  const std::size_t scope = function.rfind("::");
  if (scope != function.npos) function.remove_prefix(scope + 2);
  return function.substr(0, function.find('<'));
}

}  // namespace

bool is_allocation_function(std::string_view function) {
  constexpr std::array<std::string_view, 3> within{"malloc", "calloc", "realloc"};
  constexpr std::array<std::string_view, 6> ends{"alloc",  "allocate", "memalign",
                                                 "strdup", "strndup",  "memdup"};
  if (function.find("operator new") != function.npos) return true;
  const std::string_view name = last_name_of(function);
  return std::ranges::any_of(within,
                             [&](std::string_view word) { return name.find(word) != name.npos; }) ||
         std::ranges::any_of(ends, [&](std::string_view end) { return name.ends_with(end); });
}

bool is_libc_function(std::string_view function) {
  return function == "_start" || is_reserved(function) ||
         std::ranges::binary_search(libc_functions, function);
}

}  // namespace leakproof
