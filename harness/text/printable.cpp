// SPDX-License-Identifier: MIT
#include "text/printable.hpp"

namespace leakproof {

std::string printable(std::string_view text, bool lines) {
  std::string result(text);
  for (char& c : result) {
    if (c == '\t') c = ' ';
    if ((c < ' ' || c > '~') && !(lines && c == '\n')) c = '?';
  }
  return result;
}

}  // namespace leakproof
