// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

/// Opens each of the descriptors 0 to 2 that is closed, on /dev/null: the next file that is opened
/// would otherwise take its number, and be written to by everything that prints. To be called
/// before anything is opened.
void open_standard_descriptors();

}  // namespace leakproof
