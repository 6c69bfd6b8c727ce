// SPDX-License-Identifier: MIT
#pragma once

#include "runtimes/php/agent/answer.hpp"

namespace leakproof::php {

/// Adds lines for the arrays and collections that have grown most since the first call, each named
/// by the way to it from a variable of the program. Runs no code of the program. Adds none in
/// versions of PHP whose layout is not known. Only for who has taken the turn.
void add_containers(Answer&);

}  // namespace leakproof::php
