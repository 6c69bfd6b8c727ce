// SPDX-License-Identifier: MIT
// raw-program URL [shared]: requests URL in a loop, and maps one page after each request by a
// system call that no library function makes. Its loop does not call the allocator.
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "plain_request.hpp"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string url = argv[1];
  const int sharing = argc > 2 ? MAP_SHARED : MAP_PRIVATE;
  void* volatile first = std::malloc(100);
  if (first == nullptr) return 1;
  while (true) {
    const int connection = leakproof::controls::send_request(url);
    if (connection < 0) return 1;
    ::close(connection);
    const long page =
        ::syscall(SYS_mmap, nullptr, 4096, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
    if (page > 0) *reinterpret_cast<volatile char*>(page) = 1;
  }
}
