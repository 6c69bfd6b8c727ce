// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof::ruby {

/// Does this file belong to Ruby itself or to a gem?
inline bool is_library(std::string_view file) {
  return file.starts_with("<internal:") || file.find("/gems/") != file.npos ||
         file.find("/lib/ruby/") != file.npos;
}

}  // namespace leakproof::ruby
