// SPDX-License-Identifier: MIT
// The calls in which PHP's thread waits for a reply, or for time to pass. The agent's thread may
// use PHP's data only meanwhile, and the calls must not return before it has finished.
#include <dlfcn.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <ctime>

#include "runtimes/php/agent/turn.hpp"

namespace {

using leakproof::php::Blocked;

/// The function of a name that would be called without this library.
template <class Result, class... Arguments>
class Next {
 public:
  constexpr explicit Next(const char* name) : name_(name) {}

  Result operator()(Arguments... arguments) {
    // Not in a constructor: those of other libraries may call before it.
    if (function_ == nullptr) function_ = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name_));
    const Blocked blocked;
    return function_(arguments...);
  }

 private:
  using Function = Result(Arguments...);

  const char* name_;
  Function* function_ = nullptr;
};

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int poll(pollfd* waited, nfds_t count, int milliseconds) {
  static constinit Next<int, pollfd*, nfds_t, int> next("poll");
  return next(waited, count, milliseconds);
}

int __poll_chk(pollfd* waited, nfds_t count, int milliseconds, std::size_t /*size*/) {
  return poll(waited, count, milliseconds);
}

int ppoll(pollfd* waited, nfds_t count, const timespec* time, const sigset_t* signals) {
  static constinit Next<int, pollfd*, nfds_t, const timespec*, const sigset_t*> next("ppoll");
  return next(waited, count, time, signals);
}

int select(int count, fd_set* reads, fd_set* writes, fd_set* errors, timeval* time) {
  static constinit Next<int, int, fd_set*, fd_set*, fd_set*, timeval*> next("select");
  return next(count, reads, writes, errors, time);
}

int epoll_wait(int set, epoll_event* events, int most, int milliseconds) {
  static constinit Next<int, int, epoll_event*, int, int> next("epoll_wait");
  return next(set, events, most, milliseconds);
}

ssize_t read(int file, void* buffer, std::size_t size) {
  static constinit Next<ssize_t, int, void*, std::size_t> next("read");
  return next(file, buffer, size);
}

ssize_t recv(int socket, void* buffer, std::size_t size, int flags) {
  static constinit Next<ssize_t, int, void*, std::size_t, int> next("recv");
  return next(socket, buffer, size, flags);
}

ssize_t recvfrom(int socket, void* buffer, std::size_t size, int flags, sockaddr* from,
                 socklen_t* from_size) {
  static constinit Next<ssize_t, int, void*, std::size_t, int, sockaddr*, socklen_t*> next(
      "recvfrom");
  return next(socket, buffer, size, flags, from, from_size);
}

ssize_t recvmsg(int socket, msghdr* message, int flags) {
  static constinit Next<ssize_t, int, msghdr*, int> next("recvmsg");
  return next(socket, message, flags);
}

int nanosleep(const timespec* time, timespec* left) {
  static constinit Next<int, const timespec*, timespec*> next("nanosleep");
  return next(time, left);
}

int usleep(useconds_t microseconds) {
  static constinit Next<int, useconds_t> next("usleep");
  return next(microseconds);
}

unsigned sleep(unsigned seconds) {
  static constinit Next<unsigned, unsigned> next("sleep");
  return next(seconds);
}

}  // extern "C"
#pragma GCC visibility pop
