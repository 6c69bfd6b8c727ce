// SPDX-License-Identifier: MIT
#include <fcntl.h>

#include <leakproof/client.hpp>

#include "catalogue.hpp"

namespace leakproof::controls {
namespace {

class Descriptors final : public Client {
 public:
  Outcome fetch(const Request&) override {
    return {.ok = ::open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0};
  }
};

}  // namespace

ClientEntry descriptors() {
  return {
      .name = "descriptors",
      .summary = "opens one descriptor per fetch and never closes it",
      .expect = Expectation::leaks,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<Descriptors>(); },
  };
}

}  // namespace leakproof::controls
