# SPDX-License-Identifier: MIT
# leakproof_is_unhurried(): the targets of this folder run for a moment each. But in a
# release they are not optimised, and compiled in half the time.
macro(leakproof_is_unhurried)
  if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
    add_compile_options(-O0)
  endif()
endmacro()
