// SPDX-License-Identifier: MIT
#pragma once

#include "server/fd.hpp"

namespace leakproof {

using server::checked_fd;
using server::Fd;

}  // namespace leakproof
