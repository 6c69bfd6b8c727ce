// SPDX-License-Identifier: MIT
// fragile-program MANNER URL: requests the URL in a loop, and handles a failed allocation in this
// manner.
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "apart.hpp"
#include "plain_request.hpp"

namespace fragile {

APART void* new_buffer() {
  void* block = std::malloc(40);
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}

APART void write_anyway(void* buffer) {
  asm volatile("" : "+r"(buffer) : : "memory");  // may be null for all that the compiler knows
  std::memset(buffer, 'x', 40);
  asm volatile("" : : "r"(buffer) : "memory");
}

APART void abort_without_buffer(void* buffer) {
  if (buffer == nullptr) std::abort();
  asm volatile("" : : : "memory");
}

APART void wait_for_buffer(void* buffer) {
  while (buffer == nullptr) ::pause();
  asm volatile("" : : : "memory");
}

void end_without_buffer(void* buffer) {
  if (buffer == nullptr) std::exit(1);
}

void do_without_buffer(void*) {}

}  // namespace fragile

int main(int argc, char** argv) {
  using namespace fragile;
  const std::map<std::string, void (*)(void*)> manners{
      {"crashes", write_anyway},    {"aborts", abort_without_buffer}, {"hangs", wait_for_buffer},
      {"ends", end_without_buffer}, {"tidy", do_without_buffer},      {"once", nullptr}};
  if (argc != 3 || !manners.contains(argv[1])) return 2;
  const auto handle = manners.at(argv[1]);
  const std::string url = argv[2];
  do {
    const int connection = leakproof::controls::send_request(url);
    if (connection < 0) return 1;
    ::close(connection);
    void* const buffer = new_buffer();
    if (handle != nullptr) handle(buffer);
    std::free(buffer);
  } while (handle != nullptr);
  return 0;
}
