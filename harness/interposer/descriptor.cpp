// SPDX-License-Identifier: MIT
// Tracks the calls that return a descriptor, and close(), to find which code leaves
// descriptors open, and those with which libc opens and closes streams and folders. Descriptors
// that libc opens for itself (getaddrinfo) are not seen.
#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>

#include "interposer/next.hpp"
#include "interposer/tracking.hpp"

namespace leakproof::preload {
namespace {

std::atomic<int> highest_noted = -1;

int noted(int fd) {
  if (fd < 0 || !is_tracking()) return fd;
  int highest = highest_noted.load(std::memory_order_relaxed);
  while (fd > highest && !highest_noted.compare_exchange_weak(highest, fd)) {
  }
  track(ResourceKind::descriptor, static_cast<std::uintptr_t>(fd), 0);
  return fd;
}

int noted_pair(int answer, const int* ends) {
  if (answer == 0) {
    noted(ends[0]);
    noted(ends[1]);
  }
  return answer;
}

FILE* noted_stream(FILE* stream) {
  if (stream && is_tracking()) noted(::fileno(stream));
  return stream;
}

void forget_descriptor(int fd) {
  if (fd >= 0 && is_tracking()) forget(ResourceKind::descriptor, static_cast<std::uintptr_t>(fd));
}

void forget_stream(FILE* stream) {
  if (!stream || !is_tracking()) return;
  const int error = errno;  // a stream may have no descriptor
  forget_descriptor(::fileno(stream));
  errno = error;
}

void forget_folder(DIR* folder) {
  // It may be null, but closedir is declared nonnull: g++ would remove the comparison.
  DIR* volatile const any = folder;
  if (any && is_tracking()) forget_descriptor(::dirfd(folder));
}

void forget_range(unsigned first, unsigned last) {
  if (!is_tracking()) return;
  const int highest = highest_noted.load(std::memory_order_relaxed);
  for (std::int64_t fd = first; fd <= last && fd <= highest; ++fd) {
    forget_descriptor(static_cast<int>(fd));
  }
}

bool takes_mode(int flags) { return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE; }

// The descriptor that the call replaces is closed only if the call succeeds.
template <class Call>
int replacing(int old_fd, int fd, Call call) {
  const bool goes = fd >= 0 && fd != old_fd && is_tracking();
  const auto gone = goes ? forget(ResourceKind::descriptor, static_cast<std::uintptr_t>(fd))
                         : TrackingTable::Gone{};
  const int answer = call();
  if (answer < 0) restore(gone);
  return answer >= 0 && goes ? noted(answer) : answer;
}

template <class Control>
int control(Control* behind, int fd, int command, void* argument) {
  const int answer = behind(fd, command, argument);
  return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? noted(answer) : answer;
}

}  // namespace
}  // namespace leakproof::preload

#pragma GCC visibility push(default)
extern "C" {

using namespace leakproof::preload;

int open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if (takes_mode(flags)) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  return noted(next()->open(path, flags, mode));
}

int open64(const char* path, int flags, ...) {
  mode_t mode = 0;
  if (takes_mode(flags)) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  return noted(next()->open64(path, flags, mode));
}

int openat(int folder, const char* path, int flags, ...) {
  mode_t mode = 0;
  if (takes_mode(flags)) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  return noted(next()->openat(folder, path, flags, mode));
}

int openat64(int folder, const char* path, int flags, ...) {
  mode_t mode = 0;
  if (takes_mode(flags)) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  return noted(next()->openat64(folder, path, flags, mode));
}

// _FORTIFY_SOURCE turns open() into these.
// NOLINTBEGIN(bugprone-reserved-identifier)
int __open_2(const char* path, int flags) { return noted(next()->open_2(path, flags)); }
int __open64_2(const char* path, int flags) { return noted(next()->open64_2(path, flags)); }
// NOLINTEND(bugprone-reserved-identifier)

int accept(int fd, sockaddr* address, socklen_t* size) {
  return noted(next()->accept(fd, address, size));
}

int accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
  return noted(next()->accept4(fd, address, size, flags));
}

int socketpair(int domain, int type, int protocol, int* ends) noexcept {
  return noted_pair(next()->socketpair(domain, type, protocol, ends), ends);
}

int pipe(int* ends) noexcept { return noted_pair(next()->pipe(ends), ends); }

int pipe2(int* ends, int flags) noexcept { return noted_pair(next()->pipe2(ends, flags), ends); }

int dup(int fd) noexcept { return noted(next()->dup(fd)); }

int dup2(int old_fd, int fd) noexcept {
  return replacing(old_fd, fd, [=] { return next()->dup2(old_fd, fd); });
}

int dup3(int old_fd, int fd, int flags) noexcept {
  return replacing(old_fd, fd, [=] { return next()->dup3(old_fd, fd, flags); });
}

// The argument is passed on as one machine word, whatever its type.
int fcntl(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* const argument = va_arg(arguments, void*);
  va_end(arguments);
  return control(next()->fcntl, fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* const argument = va_arg(arguments, void*);
  va_end(arguments);
  return control(next()->fcntl64, fd, command, argument);
}

int eventfd(unsigned start, int flags) noexcept { return noted(next()->eventfd(start, flags)); }

int epoll_create(int size) noexcept { return noted(next()->epoll_create(size)); }

int epoll_create1(int flags) noexcept { return noted(next()->epoll_create1(flags)); }

int timerfd_create(clockid_t clock, int flags) noexcept {
  return noted(next()->timerfd_create(clock, flags));
}

int memfd_create(const char* name, unsigned flags) noexcept {
  return noted(next()->memfd_create(name, flags));
}

int close(int fd) {
  forget_descriptor(fd);
  return next()->close(fd);
}

int close_range(unsigned first, unsigned last, int flags) noexcept {
  if ((static_cast<unsigned>(flags) & CLOSE_RANGE_CLOEXEC) == 0) forget_range(first, last);
  return next()->close_range(first, last, flags);
}

void closefrom(int first) noexcept {
  forget_range(static_cast<unsigned>(first), ~0U);
  next()->closefrom(first);
}

FILE* fopen(const char* path, const char* mode) { return noted_stream(next()->fopen(path, mode)); }

FILE* fopen64(const char* path, const char* mode) {
  return noted_stream(next()->fopen64(path, mode));
}

FILE* freopen(const char* path, const char* mode, FILE* stream) {
  forget_stream(stream);
  return noted_stream(next()->freopen(path, mode, stream));
}

FILE* freopen64(const char* path, const char* mode, FILE* stream) {
  forget_stream(stream);
  return noted_stream(next()->freopen64(path, mode, stream));
}

FILE* tmpfile() { return noted_stream(next()->tmpfile()); }

FILE* tmpfile64() { return noted_stream(next()->tmpfile64()); }

FILE* popen(const char* command, const char* mode) {
  return noted_stream(next()->popen(command, mode));
}

int pclose(FILE* stream) {
  forget_stream(stream);
  return next()->pclose(stream);
}

int fclose(FILE* stream) {
  forget_stream(stream);
  return next()->fclose(stream);
}

int mkstemp(char* pattern) { return noted(next()->mkstemp(pattern)); }

int mkstemp64(char* pattern) { return noted(next()->mkstemp64(pattern)); }

int mkostemp(char* pattern, int flags) { return noted(next()->mkostemp(pattern, flags)); }

int mkostemp64(char* pattern, int flags) { return noted(next()->mkostemp64(pattern, flags)); }

DIR* opendir(const char* path) {
  DIR* const folder = next()->opendir(path);
  if (folder && is_tracking()) noted(::dirfd(folder));
  return folder;
}

int closedir(DIR* folder) {
  forget_folder(folder);
  return next()->closedir(folder);
}

}  // extern "C"
#pragma GCC visibility pop
