// SPDX-License-Identifier: MIT
#include "worker/failure_text.hpp"

#include <fmt/format.h>

#include "text/exit_text.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"

namespace leakproof::failure {
namespace {

constexpr std::size_t longest_quote = 80;

// Twelve windows with two ends each need this many fetches; fewer cannot show growth.
constexpr std::int64_t fewest_fetches = 24;

}  // namespace

std::string cannot_start(std::string_view error) {
  return fmt::format("it cannot be started: {}", error);
}

std::string ended(int exit_code) {
  return fmt::format("it {} {}", exit_code < 0 ? "was killed" : "ended by itself",
                     exit_text(exit_code));
}

std::string did_not_end(std::string_view patience) {
  return fmt::format("it did not end within {}", patience);
}

std::string closed_output() { return "it closed its standard output"; }

std::string no_answer(std::string_view patience) {
  return fmt::format("it did not answer within {}", patience);
}

std::string flood(std::string_view output) {
  return fmt::format("it wrote {} bytes without a line end to standard output, beginning \"{}\"",
                     grouped(static_cast<std::int64_t>(output.size())),
                     printable(output.substr(0, longest_quote)));
}

std::string unexpected_line(std::string_view line, std::string_view expected) {
  return fmt::format("it sent \"{}\" instead of \"{}\"", printable(line.substr(0, longest_quote)),
                     expected);
}

std::string wrong_count(std::int64_t ordered, std::int64_t reported) {
  return fmt::format("it was ordered to make {} fetches but reported {}", ordered, reported);
}

std::string closed_connection() {
  return "the process of the test has ended or closed its connection";
}

std::string test_ended(int exit_code) {
  return ended(exit_code) +
         " before the test connected: does the command run exactly this test, and does the test "
         "come to its assertion?";
}

std::string test_not_connected(std::string_view patience) {
  return fmt::format("the test did not connect within {}", patience);
}

std::string stranger_refused(int pid) {
  return fmt::format("; process {}, which the command has not started, was refused", pid);
}

std::string connected_twice() {
  return "the test connected twice: the command must run it once, in one process";
}

std::string silence(const GateCounts& counts, std::string_view patience, bool has_connected) {
  if (counts.under_way > 0) {
    return fmt::format(
        "it made no further request for {}, with {} repl{} not sent completely or not read",
        patience, counts.under_way, counts.under_way == 1 ? "y" : "ies");
  }
  if (has_connected) return fmt::format("it made no request for {}", patience);
  return fmt::format(
      "it made no request within {}. Does it take the address from {{url}} in its arguments, or "
      "from LEAKPROOF_URL?",
      patience);
}

std::string exhausted_pool(std::int64_t connections) {
  return fmt::format(
      "its pool is exhausted: it makes no further request, and {} open connection{} not "
      "read. Read each reply to its end, or close it, as by response.close() or a with statement",
      connections == 1 ? "the reply on its only"
                       : fmt::format("the replies on all its {}", connections),
      connections == 1 ? " is" : "s are");
}

std::optional<std::string> too_few_requests(const GateCounts& counts) {
  if (counts.passed >= fewest_fetches) return std::nullopt;
  return fmt::format(
      "it made {} request{} and ended by itself{}. Growth can be measured only over many "
      "fetches of one process: add a loop, such as\n    while True: fetch(url)",
      counts.passed, counts.passed == 1 ? "" : "s",
      counts.held > 0 ? "; the next came from another process" : "");
}

std::string ended_with_error(int exit_code, const GateCounts& counts) {
  if (counts.passed == 0) return ended(exit_code) + " before its first request";
  return ended(exit_code) + "; a program must go on after a failed request";
}

std::string not_found() {
  return "the process that connects cannot be found: does it run in another container or as "
         "another user?";
}

std::string not_readable(int pid, std::string_view command_line) {
  return fmt::format(
      "process {} ({}) cannot be read: it is setuid, has file capabilities or belongs to another "
      "user. Run leakproof as root, or a copy of the program without privileges",
      pid, printable(command_line.substr(0, longest_quote)));
}

std::string several_processes() {
  return "its requests come from more than one process, of which only one can be measured. Make "
         "all requests in one process, or give the command of one of the processes";
}

std::string hint(std::string_view errors) {
  const bool is_musl = errors.find("Error relocating") != errors.npos &&
                       errors.find("libleakproof-heap.so") != errors.npos;
  return is_musl ? ". It uses the C library musl, for which the interposer is not made: give the "
                   "program itself as the command, not a launcher or shell that starts it"
                 : "";
}

std::string no_collection() { return "its runtime did not answer a request to collect garbage"; }

}  // namespace leakproof::failure
