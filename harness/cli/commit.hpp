// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof::cli {

/// The commit that this program was built from, such as "2b8e0f2c1d" or, with changes that are
/// not committed, "2b8e0f2c1d-dirty"; "unknown" if the sources are not in a git repository.
/// Generated at each build.
std::string_view commit();

}  // namespace leakproof::cli
