// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <unistd.h>

#include <leakproof/client.hpp>

#include "catalogue.hpp"

namespace leakproof::controls {
namespace {

// With small stacks, so that a thousand threads fit into any memory limit.
class Threads final : public Client {
 public:
  Threads() {
    pthread_attr_init(&small_);
    pthread_attr_setstacksize(&small_, std::size_t{64} << 10);
  }
  ~Threads() override { pthread_attr_destroy(&small_); }

  Outcome fetch(const Request&) override {
    pthread_t thread{};
    const auto wait = [](void*) -> void* {
      while (true) ::pause();
    };
    return {.ok = pthread_create(&thread, &small_, wait, nullptr) == 0};
  }

 private:
  pthread_attr_t small_{};
};

}  // namespace

ClientEntry threads() {
  return {
      .name = "threads",
      .summary = "leaves one thread running per fetch",
      .expect = Expectation::leaks,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Threads>(); },
  };
}

}  // namespace leakproof::controls
