// SPDX-License-Identifier: MIT
// Keeps a reachable block of eight bytes per fetch, which no leak checker reports.
#include <vector>

#include <leakproof/client.hpp>

#include "catalogue.hpp"

namespace leakproof::controls {
namespace {

class Heap final : public Client {
 public:
  // Reserves room for the fetches of a whole trial, so that only the blocks grow.
  Heap() { kept_.reserve(1 << 20); }

  Outcome fetch(const Request&) override {
    kept_.emplace_back(new char[8]);
    return {.ok = true};
  }

 private:
  std::vector<std::unique_ptr<char[]>> kept_;
};

}  // namespace

ClientEntry heap() {
  return {
      .name = "heap",
      .summary = "keeps eight reachable bytes per fetch",
      .expect = Expectation::leaks,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Heap>(); },
  };
}

}  // namespace leakproof::controls
