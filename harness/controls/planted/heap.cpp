// SPDX-License-Identifier: MIT
// A block that stays reachable: eight bytes a fetch, which no leak checker sees.
#include <vector>

#include <leakproof/client.hpp>

#include "catalogue.hpp"

namespace leakproof::controls {
namespace {

class Heap final : public Client {
 public:
  // Room for all that a trial can ask for, so that the growth is the blocks' alone.
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
      .summary = "keeps eight bytes a fetch, reachable",
      .expect = Expectation::leaks,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Heap>(); },
  };
}

}  // namespace leakproof::controls
