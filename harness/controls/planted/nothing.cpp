// SPDX-License-Identifier: MIT
// Allocates like a leak but releases everything: the detectors must report nothing.
#include <fcntl.h>
#include <unistd.h>

#include <vector>

#include <leakproof/client.hpp>

#include "catalogue.hpp"

namespace leakproof::controls {
namespace {

class Nothing final : public Client {
 public:
  Outcome fetch(const Request&) override {
    const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const std::vector<std::string> freed(8, std::string(1000, 'x'));
    return {.ok = ::close(descriptor) == 0 && freed.size() == 8};
  }
};

}  // namespace

ClientEntry nothing() {
  return {
      .name = "nothing",
      .summary = "allocates and opens like the leaks, but releases everything",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Nothing>(); },
  };
}

}  // namespace leakproof::controls
