# SPDX-License-Identifier: MIT
# leakproof_is_unhurried(): the targets of this folder run for a moment each. Where they
# are built to be tested they are not optimised, and compiled in half the time.
option(LEAKPROOF_UNHURRIED "Do not optimise tests, command line and reports" OFF)

macro(leakproof_is_unhurried)
  if(LEAKPROOF_UNHURRIED)
    add_compile_options(-O0)
  endif()
endmacro()
