// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "model/finding.hpp"
#include "model/owner.hpp"

namespace leakproof {

/// The language of the user's code in the first of these owners that has such code, else of any of
/// their frames, else that of the runtime which reports one of these series, as "C++", "JavaScript"
/// or "Java". Empty if it is unknown.
std::string language_of(std::span<const Owner>, std::span<const Finding> = {});

}  // namespace leakproof
