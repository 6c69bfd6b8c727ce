// SPDX-License-Identifier: MIT
#pragma once

#include <string>

/// The client of this project: returns true if the complete body arrived. It leaks a block
/// at every fetch if OUTSIDE_LEAKS is in the environment.
bool get(const std::string& url);
