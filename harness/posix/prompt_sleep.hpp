// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace leakproof {

/// Sleeps for no longer than that where a processor is free. Other sleeps may last 50 us longer
/// (the timer slack of the thread, prctl(2)).
void sleep_promptly(std::chrono::microseconds);

}  // namespace leakproof
