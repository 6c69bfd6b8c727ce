# SPDX-License-Identifier: MIT
# leakproof_without_optimisation(): for folders whose targets run only briefly. With
# LEAKPROOF_O0_TESTS they are compiled without optimisation, in half the time.
option(LEAKPROOF_O0_TESTS "Do not optimise tests, command line and reports" OFF)

macro(leakproof_without_optimisation)
  if(LEAKPROOF_O0_TESTS)
    add_compile_options(-O0)
  endif()
endmacro()
