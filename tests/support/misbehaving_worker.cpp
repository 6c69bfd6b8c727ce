// SPDX-License-Identifier: MIT
// A worker that misbehaves on request as clients under test sometimes do.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

std::vector<std::vector<char>> kept;

void send(const std::string& words) { std::cout << words << std::endl; }

[[noreturn]] void wait_for_ever() {
  while (true) ::pause();
}

[[noreturn]] void flood(std::ostream& stream) {
  const std::string piece(4096, 'x');
  while (true) stream << piece << std::flush;
}

void leave_a_child_behind() {
  if (::fork() == 0) wait_for_ever();
}

// What it does instead of fetching, by name.
const std::map<std::string, void (*)()> on_run{
    {"dies", [] { ::raise(SIGKILL); }},
    {"crashes",
     [] {
       std::cerr << "free(): invalid pointer" << std::endl;
       ::raise(SIGABRT);
     }},
    {"ends-early", [] { std::exit(0); }},
    {"hangs", [] { wait_for_ever(); }},
    {"talks-rubbish", [] { send("\x1b[31mHTTP/1.1 200 OK"); }},
    {"miscounts", [] { send("done 1000000 0"); }},
    {"counts-below-zero", [] { send("done 1 -1"); }},
    {"floods-its-output", [] { flood(std::cout); }},
    {"floods-its-errors", [] { flood(std::cerr); }},
    {"closes-its-output",
     [] {
       ::close(STDOUT_FILENO);
       wait_for_ever();
     }},
    {"runs-away",
     [] {
       while (true) kept.emplace_back(1 << 20, 'x');
     }},
    {"leaves-a-child", leave_a_child_behind},
};

const std::map<std::string, void (*)()> on_start{
    {"never-greets", [] { wait_for_ever(); }},
    {"greets-wrongly", [] { send("Hello, world!"); }},
    {"cannot-start",
     [] {
       std::cerr << "ModuleNotFoundError: No module named 'requests'" << std::endl;
       std::exit(1);
     }},
};

const std::map<std::string, int (*)()> on_stop{
    {"ends-badly",
     [] {
       std::cerr << "terminate called" << std::endl;
       return 7;
     }},
    {"ignores-stop",
     []() -> int {
       ::signal(SIGTERM, SIG_IGN);
       wait_for_ever();
     }},
};

}  // namespace

int main(int argc, char** argv) {
  const std::string manner = argc > 1 ? argv[1] : "";
  if (const auto start = on_start.find(manner); start != on_start.end()) start->second();
  send("hello leakproof-worker/1 misbehaving");
  for (std::string order; std::cin >> order;) {
    if (order == "run") {
      std::string count;
      std::string url;
      std::cin >> count >> url;
      if (const auto run = on_run.find(manner); run != on_run.end()) run->second();
      send("done " + count + " 0");
    } else if (order == "settle") {
      send(manner == "settles-oddly" ? "settled heap=lots" : "settled");
    } else if (order == "stop") {
      break;
    }
  }
  const auto stop = on_stop.find(manner);
  return stop != on_stop.end() ? stop->second() : 0;
}
