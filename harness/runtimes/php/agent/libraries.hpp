// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof::php {

/// Does this file belong to a package of Composer, PEAR or Debian?
inline bool is_library(std::string_view file) {
  return file.starts_with("phar://") || file.find("/vendor/") != file.npos ||
         file.starts_with("/usr/share/php/");
}

}  // namespace leakproof::php
