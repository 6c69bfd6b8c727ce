// SPDX-License-Identifier: MIT
// churning-program URL: requests URL in a loop, and frees what it allocates for each. Built with
// AddressSanitizer, as its users build their programs.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "plain_request.hpp"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string url = argv[1];
  while (true) {
    const int connection = leakproof::controls::send_request(url);
    if (connection < 0) return 1;
    ::close(connection);
    void* volatile block = std::malloc(20'000);
    std::free(block);
  }
}
