# SPDX-License-Identifier: MIT
# Builds leakproof with the sanitizers in LEAKPROOF_SANITIZE, if any. The heap interposer and a
# sanitizer both replace malloc, so the interposer is not preloaded in such builds: a sanitized
# worker reports its heap itself (harness/loop/own_heap.cpp).
if(LEAKPROOF_SANITIZE)
  add_compile_options(-fsanitize=${LEAKPROOF_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")  # does not know error_category's class in libstdc++
    add_compile_options(-fno-sanitize=vptr)
  endif()
  add_link_options(-fsanitize=${LEAKPROOF_SANITIZE})
endif()
