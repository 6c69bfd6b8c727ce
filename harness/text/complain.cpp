// SPDX-License-Identifier: MIT
#include "text/complain.hpp"

#include <cstdio>

#include "text/printable.hpp"

namespace leakproof {

void complain(std::string_view message) {
  std::fprintf(stderr, "leakproof: %s\n", printable(message, true).c_str());
}

}  // namespace leakproof
