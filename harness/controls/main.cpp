// SPDX-License-Identifier: MIT
// leakproof-control NAME is a worker; leakproof-control NAME URL is a program that makes requests
// in a loop, as those that leakproof measures without changes.
#include <algorithm>

#include <leakproof/worker.hpp>

#include "catalogue.hpp"
#include "plain_request.hpp"

int main(int argc, char** argv) {
  using namespace leakproof;
  const std::span<const ClientEntry> clients = controls::catalogue();
  if (argc == 3) {
    const auto entry = std::ranges::find(clients, std::string_view(argv[1]), &ClientEntry::name);
    if (entry == clients.end()) return 2;
    return controls::run_as_program(*entry->make(), argv[2]);
  }
  return worker_main(argc, argv, clients, "");
}
