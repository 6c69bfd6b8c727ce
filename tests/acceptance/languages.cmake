# SPDX-License-Identifier: MIT
# The workers in other languages, each on one scenario; ci/languages has the rest.
# One whose runtime or package is not here is skipped, and says what to install.
if(LEAKPROOF_SANITIZE)
  return()  # nothing of theirs is instrumented
endif()
foreach(language IN ITEMS python node)
  set(start "")
  if(language STREQUAL "node")
    set(start "${CMAKE_CURRENT_SOURCE_DIR}/with" node)
  endif()
  file(GLOB scripts CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/clients/${language}/*_*.*")
  # Its connections wait for the collector: half a minute. ci/languages has it.
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
