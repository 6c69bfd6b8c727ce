# SPDX-License-Identifier: MIT
# Tests each worker in other languages on one scenario; ci/languages has more. If a runtime or
# package is not installed, the test is skipped and names what to install.
if(LEAKPROOF_SANITIZE)
  return()  # these workers are not instrumented
endif()
foreach(language IN ITEMS python node)
  set(start "")
  if(language STREQUAL "node")
    set(start "${CMAKE_CURRENT_SOURCE_DIR}/with" node)
  endif()
  file(GLOB scripts CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/clients/${language}/*_*.*")
  # Its connections wait for the garbage collector, which takes half a minute; ci/languages
  # covers it.
  list(FILTER scripts EXCLUDE REGEX "/fetch_unread")
  foreach(script IN LISTS scripts)
    cmake_path(GET script STEM name)
    string(REPLACE "_" "-" name "${name}")
    add_test(NAME leak.${language}.${name}.plain
             COMMAND ${start} $<TARGET_FILE:leakproof> run --worker "'${script}'" --on plain
                     --expect declared --no-controls)
    set_tests_properties(leak.${language}.${name}.plain PROPERTIES
                         LABELS leak FIXTURES_REQUIRED leakproof.controls SKIP_RETURN_CODE 77 TIMEOUT 120)
  endforeach()
endforeach()
