// SPDX-License-Identifier: MIT
#pragma once

#include <string>

/// The client of this project: true if the whole body came. It keeps a block of
/// every fetch if OUTSIDE_LEAKS is in the environment.
bool get(const std::string& url);
