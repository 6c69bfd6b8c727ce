// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include "model/probe.hpp"

namespace leakproof::probes {

/// A gauge on one "Key:  123 kB" line of a file in /proc/<pid>, in bytes. Null if the file
/// or the line cannot be read.
std::unique_ptr<Gauge> kilobytes_line(pid_t, std::string_view file, std::string_view key);

}  // namespace leakproof::probes
