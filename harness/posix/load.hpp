// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof {

/// How many threads want each processor: the larger of the average over a minute and the present
/// number, from the text of /proc/loadavg, divided by the number of processors. 0 if it cannot be
/// read.
double load_per_processor(std::string_view loadavg, long processors);

/// The same of this machine, now.
double load_per_processor();

}  // namespace leakproof
