// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#include "operations.hpp"

extern "C" {
[[gnu::weak]] void leakproof_fetch_begins();
[[gnu::weak]] void leakproof_fetch_ends();
// NOLINTBEGIN(bugprone-reserved-identifier): libc's
ssize_t __recv_chk(int fd, void* data, std::size_t size, std::size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void* data, std::size_t size, std::size_t room, int flags,
                       sockaddr* address, socklen_t* address_size);
// NOLINTEND(bugprone-reserved-identifier)
}

namespace heap_subject {
namespace {

// Answers which of `count` allocations was refused first, or 0; -1 if it did not fail as
// libc's do.
[[gnu::noinline]] long first_refused(long count, long, long) {
  long refused = 0;
  for (long i = 1; i <= count; ++i) {
    errno = 0;
    void* const block = used(std::malloc(100));
    if (!block && refused == 0) refused = errno == ENOMEM ? i : -1;
    std::free(block);
  }
  return refused;
}

long refusals(long count, long, long) {
  long refused = 0;
  for (long i = 0; i < count; ++i) {
    void* const block = used(std::malloc(100));
    if (!block) ++refused;
    std::free(block);
  }
  return refused;
}

// Answers which of `count` allocations by new threw first, or 0.
long first_thrown(long count, long, long) {
  for (long i = 1; i <= count; ++i) {
    try {
      delete[] static_cast<char*>(used(new char[100]));
    } catch (const std::bad_alloc&) {
      return i;
    }
  }
  return 0;
}

pthread_barrier_t all_started;
std::atomic<long> refused_in_threads;

// Makes a thousand allocations in each of `count` concurrent threads; answers how many were
// refused.
long refusals_in_threads(long count, long, long) {
  refused_in_threads = 0;
  ::pthread_barrier_init(&all_started, nullptr, static_cast<unsigned>(count));
  run_threads(count, [](long) {
    ::pthread_barrier_wait(&all_started);
    refused_in_threads += refusals(1000, 0, 0);
  });
  return refused_in_threads;
}

// Answers whether a block is unchanged after a refused realloc.
long stays_when_refused(long, long, long) {
  char* const block = static_cast<char*>(std::malloc(100));
  std::memset(block, 'x', 100);
  char* const larger = static_cast<char*>(used(std::realloc(block, 100'000)));
  if (larger) return 0;
  const bool whole = block[0] == 'x' && block[99] == 'x';
  std::free(block);
  return whole ? 1 : 0;
}

// Answers with the descriptor, or with the negative error number.
long make_socket(long, long, long) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (fd == -1) return -errno;
  ::close(fd);
  return fd;
}

long connect_nowhere(long, long, long) { return ::connect(-1, nullptr, 0) == 0 ? 0 : -errno; }

std::array<char, 100> bytes;

msghdr message_of(iovec& piece) {
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  return message;
}

ssize_t send_some(long way, int fd, std::size_t size) {
  iovec piece{bytes.data(), size};
  const msghdr message = message_of(piece);
  if (way == 0) return ::send(fd, bytes.data(), size, 0);
  if (way == 1) return ::sendto(fd, bytes.data(), size, 0, nullptr, 0);
  return ::sendmsg(fd, &message, 0);
}

ssize_t receive_some(long way, int fd, std::size_t size) {
  iovec piece{bytes.data(), size};
  msghdr message = message_of(piece);
  if (way == 0) return ::recv(fd, bytes.data(), size, 0);
  if (way == 1) return ::recvfrom(fd, bytes.data(), size, 0, nullptr, nullptr);
  return ::recvmsg(fd, &message, 0);
}

// Sends ten bytes and receives them, with one of three pairs of functions. Answers the
// number received, or the negative error number.
long transfer(long way, long, long) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) std::abort();
  long answer = send_some(way, ends[0], 10);
  if (answer > 0) answer = receive_some(way, ends[1], bytes.size());
  if (answer == -1) answer = -errno;
  for (const int end : ends) ::close(end);
  return answer;
}

// Sends ten bytes and receives up to `size` into a buffer of `room` bytes, as
// _FORTIFY_SOURCE does, with recv or recvfrom. Answers the number received.
long receive_checked(long size, long room, long way) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) std::abort();
  const auto most = static_cast<std::size_t>(size);
  const auto space = static_cast<std::size_t>(room);
  if (::send(ends[0], bytes.data(), 10, 0) != 10) std::abort();
  const long answer =
      way == 0 ? ::__recv_chk(ends[1], bytes.data(), most, space, 0)
               : ::__recvfrom_chk(ends[1], bytes.data(), most, space, 0, nullptr, nullptr);
  for (const int end : ends) ::close(end);
  return answer;
}

// Marks a fetch as a worker's loop does. Answers how many of `count` allocations each were
// refused before, in and after it, as three pairs of decimal digits.
long refusals_around_fetch(long count, long, long) {
  if (leakproof_fetch_begins == nullptr) return -1;
  const long before = refusals(count, 0, 0);
  leakproof_fetch_begins();
  const long within = refusals(count, 0, 0);
  leakproof_fetch_ends();
  return before * 10'000 + within * 100 + refusals(count, 0, 0);
}

constexpr Operation all_operations[] = {
    {"make_socket", make_socket},
    {"connect_nowhere", connect_nowhere},
    {"transfer", transfer},
    {"receive_checked", receive_checked},
    {"refusals_around_fetch", refusals_around_fetch},
    {"first_refused", first_refused},
    {"refusals", refusals},
    {"first_thrown", first_thrown},
    {"refusals_in_threads", refusals_in_threads},
    {"stays_when_refused", stays_when_refused},
};

}  // namespace

std::span<const Operation> failures() { return all_operations; }

}  // namespace heap_subject
