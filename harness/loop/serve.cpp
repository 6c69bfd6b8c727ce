// SPDX-License-Identifier: MIT
#include <leakproof/worker.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>

#include "loop/own_heap.hpp"
#include "loop/thread_pool.hpp"
#include "loop/worker_socket.hpp"
#include "protocol/run_order.hpp"
#include "protocol/words.hpp"

namespace leakproof {
namespace {

constexpr std::size_t longest_order = 8192;

// Where answers go. Standard output is redirected to standard error, so that nothing that the
// client prints is mistaken for one; a test runner may print what it likes.
std::FILE* open_answers() {
  if (const int socket = connect_to_supervisor(); socket >= 0) return ::fdopen(socket, "w");
  std::FILE* answers = ::fdopen(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), "w");
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  return answers;
}

void send(std::FILE* answers, std::string_view words) {
  std::fwrite(words.data(), 1, words.size(), answers);
}

// The next order arrives as soon as the readings are taken. Waking a processor that went
// idle meanwhile takes about as long as the readings (in a virtual machine 50
// microseconds), a thousand times in each trial; so poll actively.
void watch_for_order() {
  constexpr std::chrono::microseconds readings(500);
  const auto until = std::chrono::steady_clock::now() + readings;
  pollfd orders{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  while (::poll(&orders, 1, 0) == 0 && std::chrono::steady_clock::now() < until) ::sched_yield();
}

}  // namespace

void serve(const ClientEntry& entry, std::string_view banner) {
  std::FILE* const answers = open_answers();
  std::ios::sync_with_stdio(false);  // so that in_avail() reports what cin has read ahead
  send(answers, protocol::word::hello);
  send(answers, " ");
  send(answers, protocol::word::version);
  send(answers, " ");
  send(answers, banner);
  send(answers, "\n");
  std::fflush(answers);

  ThreadPool pool(entry);
  std::string order;
  order.reserve(longest_order);  // reserved once, so that it does not look like growth
  while (std::getline(std::cin, order)) {
    if (const auto parsed = protocol::parse_run_order(order)) {
      const long failed = pool.run(*parsed);
      send(answers, protocol::word::done);
      std::fprintf(answers, " %ld %ld\n", parsed->fetches, failed);
    } else if (order == protocol::word::settle) {
      pool.settle();
      send(answers, protocol::word::settled);
      write_own_heap(answers);
      send(answers, "\n");
    } else if (order == protocol::word::stop) {
      break;
    } else {
      std::fprintf(stderr, "unknown order: %s\n", order.c_str());
      break;
    }
    // Answers to orders that arrived together are sent together, with one wake-up.
    if (std::cin.rdbuf()->in_avail() <= 0) {
      std::fflush(answers);
      watch_for_order();
    }
  }
  std::fclose(answers);
}

}  // namespace leakproof
