// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "runtimes/go/go_process.hpp"
#include "symbols/symbols.hpp"

namespace leakproof::go {

/// The frames of the call that returns to an address, innermost inlined function first; never empty
/// (see Symbols::at()).
using FramesAt = std::function<std::vector<Frame>(std::uintptr_t return_address)>;

/// Which code holds memory, goroutines and descriptors. A stack that ends in a goroutine which no
/// code of the user's runs in, such as one of net/http, is continued by the stack of its creator,
/// if a goroutine that still lives descends from one like it.
Explanation explanation(const std::vector<Allocated>&, const std::map<Goroutine, GoroutineGroup>&,
                        const FramesAt&);

/// True if the file belongs to Go's standard library or to a module that was downloaded.
bool is_library(std::string_view file);

}  // namespace leakproof::go
