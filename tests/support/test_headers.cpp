// SPDX-License-Identifier: MIT
// Empty: almost all tests reuse the precompiled header of its target.
