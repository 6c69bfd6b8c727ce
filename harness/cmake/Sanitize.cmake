# SPDX-License-Identifier: MIT
# Builds all of leakproof with LEAKPROOF_SANITIZE, if that names any. The heap
# interposer and a sanitizer both want malloc, so the interposer is not preloaded then:
# a sanitized worker reports its heap itself (harness/loop/own_heap.cpp).
if(LEAKPROOF_SANITIZE)
  add_compile_options(-fsanitize=${LEAKPROOF_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LEAKPROOF_SANITIZE})
endif()
