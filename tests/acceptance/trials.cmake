# SPDX-License-Identifier: MIT
# Each bundled client against each scenario is a test of its own, which passes
# when the verdict is the one that the client declares. The planted leaks are a
# fixture: where a detector misses, none of them says anything.
file(GLOB clients CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/clients/adapters"
     "${PROJECT_SOURCE_DIR}/clients/adapters/*.cpp")
file(GLOB scenarios CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/server/scenarios"
     "${PROJECT_SOURCE_DIR}/server/scenarios/*.cpp")
list(TRANSFORM clients REPLACE "\\.cpp$" "")
list(TRANSFORM scenarios REPLACE "\\.cpp$" "")
list(TRANSFORM scenarios REPLACE "_" "-")

add_test(NAME controls COMMAND leakproof controls)
set_tests_properties(controls PROPERTIES FIXTURES_SETUP controls LABELS leak TIMEOUT 120)

foreach(client IN LISTS clients)
  foreach(scenario IN LISTS scenarios)
    add_test(NAME leak.${client}.${scenario}
             COMMAND leakproof run ${client} --on ${scenario} --expect declared --no-controls)
    set_tests_properties(leak.${client}.${scenario} PROPERTIES
                         LABELS leak FIXTURES_REQUIRED controls TIMEOUT 120)
  endforeach()
endforeach()
