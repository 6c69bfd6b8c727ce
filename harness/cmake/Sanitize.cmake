# SPDX-License-Identifier: MIT
# Builds all of leakproof with LEAKPROOF_SANITIZE. The heap interposer and a
# sanitizer both want malloc, so the interposer is not preloaded then: a
# sanitized worker reports its heap itself (harness/loop/own_heap.cpp).
add_compile_options(-fsanitize=${LEAKPROOF_SANITIZE} -fno-omit-frame-pointer
                    -fno-sanitize-recover=all)
add_link_options(-fsanitize=${LEAKPROOF_SANITIZE})
