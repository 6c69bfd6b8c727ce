// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
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

/// True if the place belongs to Go's standard library or to a module that was downloaded. Without a
/// file (-ldflags=-w), only the package main is the user's.
bool is_library(const Place&);

}  // namespace leakproof::go
