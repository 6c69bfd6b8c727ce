// SPDX-License-Identifier: MIT
#include <cstdio>

#include <leakproof/worker.hpp>

namespace leakproof {
namespace {

const char* word_for(Expectation expectation) {
  switch (expectation) {
    case Expectation::clean:
      return "clean";
    case Expectation::leaks:
      return "leaks";
    case Expectation::leaks_with_body:
      return "leaks-with-body";
    case Expectation::leaks_on_failure:
      return "leaks-on-failure";
  }
  return "clean";
}

void list(std::span<const ClientEntry> clients) {
  for (const ClientEntry& client : clients) {
    std::string expect = word_for(client.expect);
    if (!client.leaks_on.empty()) expect.append("+").append(client.leaks_on);
    std::printf("%s\t%s\t%s%s\n", std::string(client.name).c_str(), expect.c_str(),
                std::string(client.summary).c_str(), client.compared ? "" : "\tby-name");
  }
}

const ClientEntry* find(std::span<const ClientEntry> clients, int argc, char** argv) {
  if (argc < 2) return clients.size() == 1 ? clients.data() : nullptr;
  for (const ClientEntry& client : clients) {
    if (client.name == argv[1]) return &client;
  }
  return nullptr;
}

}  // namespace

int worker_main(int argc, char** argv, std::span<const ClientEntry> clients,
                std::string_view version) {
  if (argc == 2 && std::string_view(argv[1]) == "--list") {
    list(clients);
    return 0;
  }
  const ClientEntry* const entry = find(clients, argc, argv);
  if (entry == nullptr) {
    std::fprintf(stderr, "%s: expected the name of one of these clients:\n", argv[0]);
    for (const ClientEntry& client : clients) {
      std::fprintf(stderr, "  %s\n", std::string(client.name).c_str());
    }
    return 2;
  }
  std::string banner(entry->name);
  if (!version.empty()) banner.append(" ").append(version);
  serve(*entry, banner);
  return 0;
}

}  // namespace leakproof
