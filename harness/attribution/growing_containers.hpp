// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "model/explanation.hpp"

namespace leakproof {

/// Items per fetch, by the name of the container.
using GrowingContainers = std::map<std::string, double>;

/// The containers that grow from each explanation to the next one, noticeably. The first of the
/// explanations, `fetches` apart, is as many after the one from which a runtime counts what a
/// container has received.
GrowingContainers growing_containers(std::span<const Explanation>, std::int64_t fetches);

/// "meanwhile list mine.kept grows by 1.00 items/fetch". The list may or may not hold the
/// leaked memory.
std::string growth_text(const GrowingContainers&);

}  // namespace leakproof
