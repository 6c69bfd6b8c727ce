// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "model/finding.hpp"
#include "model/owner.hpp"

namespace leakproof {

/// The language of the first of these owners: of the runtime that reports it, or of the user's code
/// in a native stack; else of any of their frames, else of the runtime that reports one of these
/// series. As "C++" or "JavaScript"; empty if it is unknown.
std::string language_of(std::span<const Owner>, std::span<const Finding> = {});

}  // namespace leakproof
