// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>

#include "model/owner.hpp"

namespace leakproof {

/// The path, as the JVM sees it, of the source file at a place, of which the JVM knows only the
/// name: by its package, beside the classes in a folder of the class path or in the folders that
/// Maven and Gradle use; empty if it is not there.
std::string source_file(pid_t, const Place&);

}  // namespace leakproof
