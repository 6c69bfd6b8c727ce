// SPDX-License-Identifier: MIT
// Leaks of known size in addition to those of leakproof-control, and growth that is not a
// leak.
#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include <leakproof/worker.hpp>

#include "apart.hpp"

namespace {

using leakproof::Client;
using leakproof::ClientEntry;
using leakproof::Expectation;
using leakproof::Outcome;
using leakproof::Request;

/// Loses one block of eight bytes in twenty fetches.
class EveryTwentieth final : public Client {
 public:
  Outcome fetch(const Request&) override {
    if (++count_ % 20 == 0) lost_ = new char[8];
    return {.ok = true};
  }

 private:
  int count_ = 0;
  char* volatile lost_ = nullptr;
};

/// Maps one page per fetch directly. The kernel merges adjacent mappings, so their number
/// does not grow.
class MapsPages final : public Client {
 public:
  Outcome fetch(const Request&) override {
    void* const page =
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return {.ok = page != MAP_FAILED};
  }
};

/// Leaks two pages per fetch, by growing a mapping of one page.
class GrowsMappings final : public Client {
 public:
  Outcome fetch(const Request&) override {
    constexpr std::size_t size = 4096;
    void* page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    page = ::mremap(page, size, 2 * size, MREMAP_MAYMOVE);
    return {.ok = page != MAP_FAILED};
  }
};

void pause_forever() {
  while (true) ::pause();
}

/// Starts one thread per fetch that never ends, with the default stack size.
class KeepsThreads final : public Client {
 public:
  Outcome fetch(const Request&) override {
    std::thread(pause_forever).detach();
    return {.ok = true};
  }
};

// Not inlined, so that each function appears in stacks and its allocations are not removed.

// Not visible to the optimiser.
APART void* lost(std::size_t size) {
  void* block = std::malloc(size);
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}

APART void lose_one() {
  lost(24);  // one
  asm volatile("");
}

APART void lose_two() {
  for (int i = 0; i < 2; ++i) lost(104);  // two
  asm volatile("");
}

APART void lose_three() {
  for (int i = 0; i < 3; ++i) lost(1000);  // three
  asm volatile("");
}

/// Three leaks of different sizes, from three lines.
class LeaksThreeWays final : public Client {
 public:
  Outcome fetch(const Request&) override {
    lose_three();
    lose_one();
    lose_two();
    return {.ok = true};
  }
};

/// Loses one block per fetch, and has a pool that was filled before, and one that is freed
/// and refilled every thirty fetches.
class LeaksBesidePools final : public Client {
 public:
  LeaksBesidePools() {
    for (int i = 0; i < 1000; ++i) kept_.emplace_back(1000, 'x');
  }

  Outcome fetch(const Request&) override {
    lose_one();
    if (count_++ % 30 == 0) {
      pool_.clear();
      for (int i = 0; i < 50; ++i) pool_.emplace_back(1000, 'x');  // refilled
    }
    return {.ok = true};
  }

 private:
  int count_ = 0;
  std::deque<std::string> kept_;
  std::deque<std::string> pool_;
};

/// Loses one block per fetch, loads and unloads a library, and forks a child that closes
/// inherited descriptors and allocates.
class LoadsAndForks final : public Client {
 public:
  Outcome fetch(const Request&) override {
    void* const library = ::dlopen("libz.so.1", RTLD_NOW);
    lose_one();
    const pid_t child = ::fork();
    if (child == 0) {
      for (int i = 0; i < 10; ++i) std::free(lost(100));
      ::close(STDIN_FILENO);
      lost(100);
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    if (library != nullptr) ::dlclose(library);
    return {.ok = true};
  }
};

/// Fills a cache during the first 900 fetches, then replaces entries.
class FillsACache final : public Client {
 public:
  Outcome fetch(const Request&) override {
    cache_.emplace_back(100, 'x');
    if (cache_.size() > 900) cache_.pop_front();
    return {.ok = true};
  }

 private:
  std::deque<std::string> cache_;
};

/// Collects data for a hundred fetches, then flushes it.
class Flushes final : public Client {
 public:
  Outcome fetch(const Request&) override {
    gathered_.emplace_back(100, 'x');
    if (gathered_.size() == 100) gathered_.clear();
    return {.ok = true};
  }

 private:
  std::deque<std::string> gathered_;
};

template <typename T>
ClientEntry entry(std::string_view name, Expectation expect) {
  return {.name = name,
          .summary = "planted",
          .expect = expect,
          .make = []() -> std::unique_ptr<Client> { return std::make_unique<T>(); }};
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<ClientEntry> clients{
      entry<EveryTwentieth>("every-twentieth", Expectation::leaks),
      entry<MapsPages>("maps-pages", Expectation::leaks),
      entry<GrowsMappings>("grows-mappings", Expectation::leaks),
      entry<KeepsThreads>("keeps-threads", Expectation::leaks),
      entry<LeaksThreeWays>("leaks-three-ways", Expectation::leaks),
      entry<LeaksBesidePools>("leaks-beside-pools", Expectation::leaks),
      entry<LoadsAndForks>("loads-and-forks", Expectation::leaks),
      entry<FillsACache>("fills-a-cache", Expectation::clean),
      entry<Flushes>("flushes", Expectation::clean),
  };
  return leakproof::worker_main(argc, argv, clients, "");
}
