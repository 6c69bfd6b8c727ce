# SPDX-License-Identifier: MIT
# leakproof_without_optimisation(): the targets of this folder run for a moment each. Where they
# are built to be tested they are not optimised, and compiled in half the time.
option(LEAKPROOF_O0_TESTS "Do not optimise tests, command line and reports" OFF)

macro(leakproof_without_optimisation)
  if(LEAKPROOF_O0_TESTS)
    add_compile_options(-O0)
  endif()
endmacro()
