// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "model/finding.hpp"

namespace leakproof {

/// Does the runtime with this source of explanations sample, so that it needs many fetches?
bool explains_samples(std::string_view source);

/// Do these findings have a metric of a runtime that is asked from outside? It is as before until
/// then, so that it can be asked first.
bool is_asked_from_outside(std::span<const Finding>);

}  // namespace leakproof
