# SPDX-License-Identifier: MIT
# Judges unmodified programs from Debian, all of which must be clean; skipped if they are not
# installed.
if(LEAKPROOF_SANITIZE)
  return()
endif()
function(real_program name)
  add_test(NAME leak.program.${name}
           COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/with" ${ARGV1}
                   $<TARGET_FILE:leakproof> run --on plain --no-controls -- ${ARGN})
  set_tests_properties(leak.program.${name} PROPERTIES
                       LABELS leak FIXTURES_REQUIRED leakproof.controls SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

real_program(curl curl -s -o /dev/null "{url}?[1-100000]")
real_program(wget wget -q -O /dev/null -i "${CMAKE_CURRENT_BINARY_DIR}/wget-list" --base "{url}")
real_program(ab ab -q -c 4 -n 100000 "{url}")
real_program(ab-keep-alive ab -q -k -n 100000 "{url}")
real_program(wrk wrk -c 8 -t 2 -d 60 "{url}")

# wget resolves relative URLs against --base.
set(list "")
foreach(number RANGE 1 5000)
  string(APPEND list "?${number}\n")
endforeach()
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/wget-list" "${list}")
