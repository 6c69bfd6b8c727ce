// SPDX-License-Identifier: MIT
// Leaks of known size beside those of leakproof-control, and look-alikes that
// are none.
#include <sys/mman.h>
#include <unistd.h>

#include <deque>
#include <string>
#include <thread>
#include <vector>

#include <leakproof/worker.hpp>

namespace {

using leakproof::Client;
using leakproof::ClientEntry;
using leakproof::Expectation;
using leakproof::Outcome;
using leakproof::Request;

/// One block of eight bytes in twenty fetches, lost for good.
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

/// A page a fetch, mapped past the allocator. Neighbours merge, so the number
/// of mappings stays.
class MapsPages final : public Client {
 public:
  Outcome fetch(const Request&) override {
    void* const page =
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return {.ok = page != MAP_FAILED};
  }
};

/// A thread with the usual large stack, a fetch, that never ends.
class KeepsThreads final : public Client {
 public:
  Outcome fetch(const Request&) override {
    std::thread([] {
      while (true) ::pause();
    }).detach();
    return {.ok = true};
  }
};

/// Fills for the first 900 fetches, then replaces.
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

/// Gathers for a hundred fetches, then flushes.
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
      entry<KeepsThreads>("keeps-threads", Expectation::leaks),
      entry<FillsACache>("fills-a-cache", Expectation::clean),
      entry<Flushes>("flushes", Expectation::clean),
  };
  return leakproof::worker_main(argc, argv, clients, "");
}
