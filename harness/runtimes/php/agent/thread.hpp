// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::php {

/// Starts a thread that receives no signals and is not waited for. Destructors of PHP's objects
/// may run in it. False if that is impossible.
bool start_thread(void* (*run)(void*));

}  // namespace leakproof::php
