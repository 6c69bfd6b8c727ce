# SPDX-License-Identifier: MIT
# Runs trials with the worker under memcheck, and fewer fetches. Not part of a plain `ctest`,
# which does not need Valgrind: use ctest -C valgrind -L valgrind, or cmake --workflow --preset
# valgrind.
set(memcheck "valgrind --leak-check=full --error-exitcode=23 $<TARGET_FILE:leakproof-worker>")
foreach(trial IN ITEMS naive/plain hoarding/json closed/plain closed/drop-mid-body scoped/plain
                       scoped/drop-mid-body streaming/chunked pooled/redirect extracting/json)
  cmake_path(GET trial PARENT_PATH client)
  cmake_path(GET trial FILENAME scenario)
  add_test(NAME valgrind.${client}.${scenario} CONFIGURATIONS valgrind
           COMMAND leakproof run ${client} --on ${scenario} --expect declared --no-controls
                   --horizon 60 --worker ${memcheck} --worker-timeout 120)
  set_tests_properties(valgrind.${client}.${scenario} PROPERTIES LABELS valgrind TIMEOUT 300)
endforeach()
