// SPDX-License-Identifier: MIT
#pragma once

#include "runtimes/php/agent/answer.hpp"

namespace leakproof::php {

/// From the first call on, records which lines of the script open descriptors. Adds lines for those
/// that are open, and for those that are connections. Only for who has taken the turn.
void add_opened(Answer&);

}  // namespace leakproof::php
