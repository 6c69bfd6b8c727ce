// SPDX-License-Identifier: MIT
// traced-program URL MODE: requests URL in a loop. "keeps": keeps a block of 100 bytes after each
// request, "frees": frees it, "maps": maps two pages; "threads": keeps a block, while four threads
// allocate and free all the time and a child is forked for each request.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "plain_request.hpp"

namespace {

void* volatile last = nullptr;

[[gnu::noinline]] void keep() { last = std::malloc(100); }

[[gnu::noinline]] void map_pages() {
  last = ::mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *static_cast<volatile char*>(last) = 1;
  static_cast<volatile char*>(last)[4096] = 1;
}

void churn() {
  while (true) {
    void* volatile block = std::malloc(200);
    std::free(block);
    ::usleep(2000);
  }
}

void fork_once() {
  const pid_t child = ::fork();
  if (child == 0) {
    std::free(std::malloc(50));
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string url = argv[1];
  const std::string_view mode = argv[2];
  if (mode == "threads") {
    for (int i = 0; i < 4; ++i) std::thread(churn).detach();
  }
  while (true) {
    const int connection = leakproof::controls::send_request(url);
    if (connection < 0) return 1;
    ::close(connection);
    if (mode == "maps") {
      map_pages();
      continue;
    }
    keep();
    if (mode == "frees") std::free(last);
    if (mode == "threads") fork_once();
  }
}
