// SPDX-License-Identifier: MIT
#include "attribution/source_code.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "runtimes/catalogue.hpp"
#include "symbols/source_line.hpp"

namespace leakproof {
namespace {

bool has_lines_of_functions(std::string_view source) {
  return std::ranges::any_of(runtimes::catalogue(), [&](const RuntimeEntry& runtime) {
    return runtime.explains_by == source && runtime.has_lines_of_functions;
  });
}

}  // namespace

void add_code(std::vector<Owner>& owners) {
  for (Owner& owner : owners) {
    if (!owner.yours) continue;
    Place& place = owner.stack[*owner.yours];
    if (*owner.yours > 0 && has_lines_of_functions(owner.source)) {
      const Place& called = owner.stack[*owner.yours - 1];
      const std::string callee = called.function.substr(called.function.rfind('.') + 1);
      place.line = line_of_call(place.file, place.line, callee, called.file);
    }
    place.code = source_line(place.file, place.line);
  }
}

}  // namespace leakproof
