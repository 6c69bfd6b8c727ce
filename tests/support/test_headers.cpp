// SPDX-License-Identifier: MIT
// Has nothing of its own: its precompiled header is what nearly all tests read.
