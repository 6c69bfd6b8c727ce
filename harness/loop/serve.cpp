// SPDX-License-Identifier: MIT
#include <leakproof/worker.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

#include "loop/fetch_mark.hpp"
#include "loop/own_heap.hpp"

namespace leakproof {
namespace {

constexpr std::size_t longest_order = 8192;

Outcome fetch(Client& client, const Request& request) {
  try {
    const FetchMark mark;
    return client.fetch(request);
  } catch (const std::exception& error) {
    return {.error = error.what()};
  }
}

// The first failure goes to standard error, where the harness quotes it if the
// trial turns out invalid; two thousand of the same would tell no more.
long fetch_all(Client& client, const Request& request, long count) {
  static bool told = false;
  long failed = 0;
  for (long i = 0; i < count; ++i) {
    const Outcome outcome = fetch(client, request);
    if (outcome.ok) continue;
    ++failed;
    if (!std::exchange(told, true)) std::fprintf(stderr, "failed: %s\n", outcome.error.c_str());
  }
  return failed;
}

// From here on, standard output is standard error: no print of the client can
// be taken for an answer.
std::FILE* take_over_standard_output() {
  std::FILE* answers = ::fdopen(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), "w");
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  return answers;
}

}  // namespace

void serve(Client& client, std::string_view greeting) {
  std::FILE* const answers = take_over_standard_output();
  std::ios::sync_with_stdio(false);  // so that cin knows what it has read ahead
  std::fprintf(answers, "hello leakproof-worker/1 %.*s\n", static_cast<int>(greeting.size()),
               greeting.data());
  std::fflush(answers);

  Request request;
  std::string order;
  order.reserve(longest_order);  // all at once: it must not look like growth
  std::array<char, longest_order> url{};
  while (std::getline(std::cin, order)) {
    long count = 0;
    if (std::sscanf(order.c_str(), "run %ld %8191s", &count, url.data()) == 2) {
      request.url = url.data();
      const long failed = fetch_all(client, request, count);
      std::fprintf(answers, "done %ld %ld\n", count, failed);
    } else if (order == "settle") {
      client.settle();
      std::fputs("settled", answers);
      write_own_heap(answers);
      std::fputc('\n', answers);
    } else if (order == "stop") {
      break;
    } else {
      std::fprintf(stderr, "not an order: %s\n", order.c_str());
      break;
    }
    // Answers to orders that came together go together: one wake-up.
    if (std::cin.rdbuf()->in_avail() <= 0) std::fflush(answers);
  }
  std::fclose(answers);
}

}  // namespace leakproof
