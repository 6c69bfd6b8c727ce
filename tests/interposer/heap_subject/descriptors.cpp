// SPDX-License-Identifier: MIT
#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "operations.hpp"

extern "C" int __open_2(const char* path, int flags);    // NOLINT: libc's
extern "C" int __open64_2(const char* path, int flags);  // NOLINT: libc's

namespace heap_subject {
namespace {

constexpr const char* null = "/dev/null";
constexpr int unused_number = 100;

std::array<int, 64> kept;
std::size_t kept_count = 0;

int keep(int fd) {
  if (fd < 0) std::abort();
  kept[kept_count++] = fd;
  return fd;
}

template <class Make>
long keep_pair(Make make) {
  std::array<int, 2> ends{};
  if (make(ends.data()) != 0) std::abort();
  keep(ends[0]);
  return keep(ends[1]);
}

// Keeps a listening socket, a connection to it, and the result of `accept`.
template <class Accept>
long keep_accepted(Accept accept) {
  const int listener = keep(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socklen_t size = sizeof(sa_family_t);  // the kernel chooses an abstract name
  auto* const name = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, name, size) != 0 || ::listen(listener, 1) != 0) std::abort();
  size = sizeof address;
  ::getsockname(listener, name, &size);
  if (::connect(keep(::socket(AF_UNIX, SOCK_STREAM, 0)), name, size) != 0) std::abort();
  return keep(accept(listener));
}

// Creates a file with one of four functions; answers its permissions.
long mode_of_created(long way, long, long) {
  std::array<char, 64> path{};
  std::snprintf(path.data(), path.size(), "descriptor-of-%d", ::getpid());
  constexpr int flags = O_CREAT | O_EXCL | O_RDWR;
  constexpr mode_t mode = 0640;
  ::umask(0);
  int fd = -1;
  if (way == 0) fd = ::open(path.data(), flags, mode);
  if (way == 1) fd = ::open64(path.data(), flags, mode);
  if (way == 2) fd = ::openat(AT_FDCWD, path.data(), flags, mode);
  if (way == 3) fd = ::openat64(AT_FDCWD, path.data(), flags, mode);
  struct stat status {};
  if (::fstat(fd, &status) != 0) return -errno;
  ::unlink(path.data());
  ::close(fd);
  return status.st_mode & 0777;
}

long close_all(long, long, long) {
  const long count = static_cast<long>(kept_count);
  while (kept_count > 0) ::close(kept[--kept_count]);
  return count;
}

// Each closes what it has opened, in its own way: nothing of it may remain tracked.
long open_and_close_streams(long, long, long) {
  FILE* stream = std::fopen("/dev/null", "r");
  stream = ::freopen("/dev/zero", "r", stream);
  std::fclose(stream);
  std::fclose(::fdopen(::open("/dev/null", O_RDONLY), "r"));
  ::pclose(::popen("exit 0", "r"));
  ::closedir(::opendir("/"));
  ::closedir(::fdopendir(::open("/", O_RDONLY | O_DIRECTORY)));
  const int first = ::open("/dev/null", O_RDONLY);
  ::dup(first);
  ::close_range(static_cast<unsigned>(first), ~0U, 0);
  return 1;
}

long close_from(long, long, long) {
  const int first = ::open("/dev/null", O_RDONLY);
  ::dup2(first, unused_number);
  ::closefrom(first);
  return 1;
}

// What is opened here is closed in one way only.
int opened() { return ::open(null, O_RDONLY); }
int opened_folder() { return ::open("/", O_RDONLY | O_DIRECTORY); }

long close_stream(long, long, long) { return std::fclose(std::fopen(null, "r")) == 0; }
long close_stream_of_descriptor(long, long, long) {
  return std::fclose(::fdopen(opened(), "r")) == 0;
}
long close_reopened_stream(long, long, long) {
  return std::fclose(::freopen("/dev/zero", "r", std::fopen(null, "r"))) == 0;
}
long close_process(long, long, long) { return ::pclose(::popen("exit 0", "r")) == 0; }
long close_folder(long, long, long) { return ::closedir(::opendir("/")) == 0; }
long close_folder_of_descriptor(long, long, long) {
  return ::closedir(::fdopendir(opened_folder())) == 0;
}
long close_range_of_one(long, long, long) {
  const auto fd = static_cast<unsigned>(opened());
  return ::close_range(fd, fd, 0) == 0;
}

// Only marks it, so that it remains open.
long mark_range_of_one(long, long, long) {
  const auto fd = static_cast<unsigned>(keep(opened()));
  return ::close_range(fd, fd, CLOSE_RANGE_CLOEXEC) == 0;
}

// Answers the error number.
long close_no_folder(long, long, long) {
  DIR* volatile none = nullptr;  // closedir is declared nonnull
  errno = 0;
  return ::closedir(none) == -1 ? errno : 0;
}

// Replaces the last descriptor by a copy of the first.
long replace(long, long, long) { return ::dup2(kept[0], kept[kept_count - 1]); }
long replace3(long, long, long) { return ::dup3(kept[0], kept[kept_count - 1], O_CLOEXEC); }
long replace_in_vain(long, long, long) { return ::dup2(-1, kept[0]); }
long replace_by_itself(long, long, long) { return ::dup2(kept[0], kept[0]); }

constexpr Operation all_operations[] = {
    {"open", [](long, long, long) -> long { return keep(::open(null, O_RDWR)); }},
    {"open64", [](long, long, long) -> long { return keep(::open64(null, O_RDWR)); }},
    {"openat", [](long, long, long) -> long { return keep(::openat(AT_FDCWD, null, O_RDWR)); }},
    {"openat64", [](long, long, long) -> long { return keep(::openat64(AT_FDCWD, null, O_RDWR)); }},
    {"open_2", [](long, long, long) -> long { return keep(::__open_2(null, O_RDWR)); }},
    {"open64_2", [](long, long, long) -> long { return keep(::__open64_2(null, O_RDWR)); }},
    {"socket", [](long, long, long) -> long { return keep(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
    {"socketpair",
     [](long, long, long) {
       return keep_pair([](int* ends) { return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends); });
     }},
    {"accept",
     [](long, long, long) {
       return keep_accepted([](int fd) { return ::accept(fd, nullptr, nullptr); });
     }},
    {"accept4",
     [](long, long, long) {
       return keep_accepted([](int fd) { return ::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC); });
     }},
    {"pipe", [](long, long, long) { return keep_pair(::pipe); }},
    {"pipe2", [](long, long,
                 long) { return keep_pair([](int* ends) { return ::pipe2(ends, O_CLOEXEC); }); }},
    {"dup", [](long, long, long) -> long { return keep(::dup(0)); }},
    {"dup2", [](long, long, long) -> long { return keep(::dup2(0, unused_number)); }},
    {"dup3", [](long, long, long) -> long { return keep(::dup3(0, unused_number, O_CLOEXEC)); }},
    {"fcntl", [](long, long, long) -> long { return keep(::fcntl(0, F_DUPFD, 50)); }},
    {"fcntl_cloexec",
     [](long, long, long) -> long { return keep(::fcntl(0, F_DUPFD_CLOEXEC, 50)); }},
    {"fcntl64", [](long, long, long) -> long { return keep(::fcntl64(0, F_DUPFD, 50)); }},
    {"eventfd", [](long, long, long) -> long { return keep(::eventfd(0, 0)); }},
    {"epoll_create", [](long, long, long) -> long { return keep(::epoll_create(1)); }},
    {"epoll_create1", [](long, long, long) -> long { return keep(::epoll_create1(0)); }},
    {"timerfd_create",
     [](long, long, long) -> long { return keep(::timerfd_create(CLOCK_MONOTONIC, 0)); }},
    {"memfd_create", [](long, long, long) -> long { return keep(::memfd_create("memory", 0)); }},
    {"fopen", [](long, long, long) -> long { return keep(::fileno(::fopen("/dev/null", "r"))); }},
    {"tmpfile", [](long, long, long) -> long { return keep(::fileno(::tmpfile())); }},
    {"opendir", [](long, long, long) -> long { return keep(::dirfd(::opendir("/"))); }},
    {"mkstemp",
     [](long, long, long) -> long {
       std::array<char, 32> path{"/tmp/leakproof-XXXXXX"};
       const int fd = keep(::mkstemp(path.data()));
       ::unlink(path.data());
       return fd;
     }},
    {"open_and_close_streams", open_and_close_streams},
    {"close_from", close_from},
    {"close_stream", close_stream},
    {"close_stream_of_descriptor", close_stream_of_descriptor},
    {"close_reopened_stream", close_reopened_stream},
    {"close_process", close_process},
    {"close_folder", close_folder},
    {"close_folder_of_descriptor", close_folder_of_descriptor},
    {"close_range_of_one", close_range_of_one},
    {"mark_range_of_one", mark_range_of_one},
    {"close_no_folder", close_no_folder},
    {"descriptor_flags", [](long, long, long) -> long { return ::fcntl(0, F_GETFD); }},
    {"mode_of_created", mode_of_created},
    {"close_all", close_all},
    {"replace", replace},
    {"replace3", replace3},
    {"replace_in_vain", replace_in_vain},
    {"replace_by_itself", replace_by_itself},
};

}  // namespace

std::span<const Operation> descriptors() { return all_operations; }

}  // namespace heap_subject
