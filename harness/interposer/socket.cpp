// SPDX-License-Identifier: MIT
// System calls that fail on order. read and write are not intercepted: programs also use
// them for files, and clients use send and recv.
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <type_traits>

#include "interposer/failing.hpp"
#include "interposer/next.hpp"
#include "interposer/tracking.hpp"

namespace leakproof::preload {
namespace {

int refuse(int error) {
  errno = error;
  return -1;
}

// `transfer_bytes` makes the call with the given number of bytes.
template <class Transfer>
ssize_t transfer(FailedCall call, std::size_t size, Transfer transfer_bytes) {
  if (!must_fail(call)) [[likely]]
    return transfer_bytes(size);
  switch (fault.load()->kind) {
    case FaultKind::interrupted:
      return refuse(EINTR);
    case FaultKind::cut_short:
      return transfer_bytes(std::min(size, std::size_t{1}));
    default:
      return refuse(ECONNRESET);
  }
}

// As transfer(), for a message of several pieces.
template <class Message, class Transfer>
ssize_t transfer_pieces(FailedCall call, Message* message, Transfer transfer_bytes) {
  return transfer(call, SIZE_MAX, [=](std::size_t size) {
    if (size == SIZE_MAX || message->msg_iovlen == 0) return transfer_bytes(message);
    iovec piece = *message->msg_iov;
    piece.iov_len = std::min(piece.iov_len, size);
    msghdr first_bytes = *message;
    first_bytes.msg_iov = &piece;
    first_bytes.msg_iovlen = 1;
    const ssize_t moved = transfer_bytes(&first_bytes);
    if constexpr (!std::is_const_v<Message>) {
      message->msg_namelen = first_bytes.msg_namelen;
      message->msg_controllen = first_bytes.msg_controllen;
      message->msg_flags = first_bytes.msg_flags;
    }
    return moved;
  });
}

}  // namespace
}  // namespace leakproof::preload

#pragma GCC visibility push(default)
extern "C" {

using namespace leakproof::preload;

int socket(int domain, int type, int protocol) noexcept {
  take_a_place();
  if (must_fail(FailedCall::socket)) return refuse(EMFILE);
  const int fd = next()->socket(domain, type, protocol);
  if (fd >= 0 && is_tracking()) track(ResourceKind::descriptor, static_cast<std::uintptr_t>(fd), 0);
  return fd;
}

int connect(int fd, const sockaddr* address, socklen_t size) {
  take_a_place();
  if (must_fail(FailedCall::connect)) return refuse(ECONNRESET);
  return next()->connect(fd, address, size);
}

ssize_t send(int fd, const void* data, std::size_t size, int flags) {
  return transfer(FailedCall::send, size,
                  [=](std::size_t allowed) { return next()->send(fd, data, allowed, flags); });
}

ssize_t sendto(int fd, const void* data, std::size_t size, int flags, const sockaddr* address,
               socklen_t address_size) {
  return transfer(FailedCall::send, size, [=](std::size_t allowed) {
    return next()->sendto(fd, data, allowed, flags, address, address_size);
  });
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  return transfer_pieces(FailedCall::send, message, [=](const msghdr* allowed) {
    return next()->sendmsg(fd, allowed, flags);
  });
}

ssize_t recv(int fd, void* data, std::size_t size, int flags) {
  return transfer(FailedCall::receive, size,
                  [=](std::size_t allowed) { return next()->recv(fd, data, allowed, flags); });
}

ssize_t recvfrom(int fd, void* data, std::size_t size, int flags, sockaddr* address,
                 socklen_t* address_size) {
  return transfer(FailedCall::receive, size, [=](std::size_t allowed) {
    return next()->recvfrom(fd, data, allowed, flags, address, address_size);
  });
}

ssize_t recvmsg(int fd, msghdr* message, int flags) {
  return transfer_pieces(FailedCall::receive, message,
                         [=](msghdr* allowed) { return next()->recvmsg(fd, allowed, flags); });
}

// _FORTIFY_SOURCE turns recv() and recvfrom() into these.
// NOLINTBEGIN(bugprone-reserved-identifier)
ssize_t __recv_chk(int fd, void* data, std::size_t size, std::size_t room, int flags) {
  if (size > room) std::abort();
  return recv(fd, data, size, flags);
}

ssize_t __recvfrom_chk(int fd, void* data, std::size_t size, std::size_t room, int flags,
                       sockaddr* address, socklen_t* address_size) {
  if (size > room) std::abort();
  return recvfrom(fd, data, size, flags, address, address_size);
}
// NOLINTEND(bugprone-reserved-identifier)

}  // extern "C"
#pragma GCC visibility pop
