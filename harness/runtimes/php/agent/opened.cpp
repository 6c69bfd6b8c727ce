// SPDX-License-Identifier: MIT
// Intercepts the calls with which PHP and its extensions open descriptors. Those that libc makes
// itself are not seen.
#include "runtimes/php/agent/opened.hpp"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdarg>
#include <cstdint>

#include "runtimes/native/allocation_table.hpp"
#include "runtimes/php/agent/backtrace.hpp"

namespace leakproof::php {
namespace {

using native::AllocationTable;

AllocationTable* opened = nullptr;

// Tells a descriptor from a later one with the same number; 0 if it is not open.
std::size_t inode_of(int fd) {
  struct stat status {};
  constexpr std::uint64_t recorded = (std::uint64_t{1} << 44) - 1;
  return ::fstat(fd, &status) == 0 ? (status.st_ino & recorded) | 1 : 0;
}

std::uintptr_t id_of(int fd) { return static_cast<std::uintptr_t>(fd) + 1; }
int descriptor_of(std::uintptr_t id) { return static_cast<int>(id - 1); }

bool is_open(std::uintptr_t id, std::size_t inode) { return inode_of(descriptor_of(id)) == inode; }

// A Unix socket is none.
bool is_connection(std::uintptr_t id, std::size_t inode) {
  if (!is_open(id, inode)) return false;
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  auto* const address = reinterpret_cast<sockaddr*>(&peer);
  return ::getpeername(descriptor_of(id), address, &size) == 0 &&
         (peer.ss_family == AF_INET || peer.ss_family == AF_INET6);
}

int noted_opened(int fd) {
  if (fd < 0 || opened == nullptr) return fd;
  const int saved = errno;
  opened->erase(id_of(fd));
  record(*opened, id_of(fd), inode_of(fd));
  errno = saved;
  return fd;
}

int noted_ends(int result, const int* ends) {
  if (result != 0) return result;
  noted_opened(ends[0]);
  noted_opened(ends[1]);
  return result;
}

template <class Result, class... Arguments>
using Call = Result (*)(Arguments...);

// The function of a name that would be called without this library. `known` keeps it.
template <class Function>
Function behind(Function& known, const char* name) {
  if (known == nullptr) known = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
  return known;
}

mode_t mode_in(int flags, va_list arguments) {
  const bool takes_mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return takes_mode ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

void add_opened(Answer& answer) {
  if (opened == nullptr) {
    opened = AllocationTable::create();
    return;
  }
  const AllocationTable::Lines descriptors = opened->counted("descriptors", is_open);
  answer.add(descriptors.text, descriptors.count);
  const AllocationTable::Lines connections = opened->counted("connections", is_connection);
  answer.add(connections.text, connections.count);
}

}  // namespace leakproof::php

using namespace leakproof::php;

#pragma GCC visibility push(default)
extern "C" {

int open(const char* path, int flags, ...) {
  static constinit Call<int, const char*, int, mode_t> next = nullptr;
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return noted_opened(behind(next, "open")(path, flags, mode));
}

int open64(const char* path, int flags, ...) {
  static constinit Call<int, const char*, int, mode_t> next = nullptr;
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return noted_opened(behind(next, "open64")(path, flags, mode));
}

// _FORTIFY_SOURCE turns open() into these.
// NOLINTBEGIN(bugprone-reserved-identifier)
int __open_2(const char* path, int flags) {
  static constinit Call<int, const char*, int> next = nullptr;
  return noted_opened(behind(next, "__open_2")(path, flags));
}
int __open64_2(const char* path, int flags) {
  static constinit Call<int, const char*, int> next = nullptr;
  return noted_opened(behind(next, "__open64_2")(path, flags));
}
// NOLINTEND(bugprone-reserved-identifier)

int socket(int domain, int type, int protocol) noexcept {
  static constinit Call<int, int, int, int> next = nullptr;
  return noted_opened(behind(next, "socket")(domain, type, protocol));
}

int accept(int listener, sockaddr* address, socklen_t* size) {
  static constinit Call<int, int, sockaddr*, socklen_t*> next = nullptr;
  return noted_opened(behind(next, "accept")(listener, address, size));
}

int accept4(int listener, sockaddr* address, socklen_t* size, int flags) {
  static constinit Call<int, int, sockaddr*, socklen_t*, int> next = nullptr;
  return noted_opened(behind(next, "accept4")(listener, address, size, flags));
}

int dup(int fd) noexcept {
  static constinit Call<int, int> next = nullptr;
  return noted_opened(behind(next, "dup")(fd));
}

int socketpair(int domain, int type, int protocol, int* ends) noexcept {
  static constinit Call<int, int, int, int, int*> next = nullptr;
  return noted_ends(behind(next, "socketpair")(domain, type, protocol, ends), ends);
}

int pipe(int* ends) noexcept {
  static constinit Call<int, int*> next = nullptr;
  return noted_ends(behind(next, "pipe")(ends), ends);
}

int pipe2(int* ends, int flags) noexcept {
  static constinit Call<int, int*, int> next = nullptr;
  return noted_ends(behind(next, "pipe2")(ends, flags), ends);
}

int mkstemp(char* pattern) {
  static constinit Call<int, char*> next = nullptr;
  return noted_opened(behind(next, "mkstemp")(pattern));
}

int mkstemp64(char* pattern) {
  static constinit Call<int, char*> next = nullptr;
  return noted_opened(behind(next, "mkstemp64")(pattern));
}

FILE* fopen(const char* path, const char* mode) {
  static constinit Call<FILE*, const char*, const char*> next = nullptr;
  FILE* const stream = behind(next, "fopen")(path, mode);
  if (stream != nullptr) noted_opened(::fileno(stream));
  return stream;
}

DIR* opendir(const char* path) {
  static constinit Call<DIR*, const char*> next = nullptr;
  DIR* const folder = behind(next, "opendir")(path);
  if (folder != nullptr) noted_opened(::dirfd(folder));
  return folder;
}

}  // extern "C"
#pragma GCC visibility pop
