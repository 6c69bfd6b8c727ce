# SPDX-License-Identifier: MIT
# Each trial is a separate test, which passes if the verdict is the one that the client
# declares. The planted leaks are a fixture: if a detector misses one, none of these tests runs.
function(leak_test client scenario)
  if(NOT TEST leak.${client}.${scenario})
    briefly(brief ${scenario})
    leakproof_add_test(NAME leak WORKER leakproof::leakproof-worker CLIENTS ${client}
                       SCENARIOS ${scenario} EXPECT declared ${brief})
  endif()
endfunction()

# plugins(<result> <folder> [<pattern>]): the names of the entries of a plug-in folder whose
# files do not match the pattern.
function(plugins result folder)
  file(GLOB files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
  set(names "")
  foreach(file IN LISTS files)
    file(STRINGS "${file}" marks REGEX "${ARGV2}")
    if(NOT marks)
      cmake_path(GET file STEM name)
      string(REPLACE "_" "-" name "${name}")
      list(APPEND names "${name}")
    endif()
  endforeach()
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

# Sanitized builds count the heap exactly as well, but each fetch is expensive. So they use a
# short horizon for scenarios that do not set one and whose fetches all have the same outcome: a
# rare outcome needs wide windows, and so does a pool that fills and is emptied.
plugins(without_horizon server/scenarios "\\.horizon = |ExpectedOutcome::either")
list(REMOVE_ITEM without_horizon unique-hosts)
function(briefly result scenario)
  set(options "")
  if(LEAKPROOF_SANITIZE AND scenario IN_LIST without_horizon)
    set(options HORIZON 300)
  endif()
  set(${result} "${options}" PARENT_SCOPE)
endfunction()

# The comparison: all trials or, in sanitized builds, a body, a redirect and an error.
# (tests/server covers every scenario in sanitized builds, too.)
plugins(clients clients/adapters "\\.compared = false")
plugins(basic server/scenarios "\\.group = ")
if(LEAKPROOF_SANITIZE)
  set(basic plain redirect drop-mid-body)
endif()
foreach(client IN LISTS clients)
  foreach(scenario IN LISTS basic)
    leak_test(${client} ${scenario})
  endforeach()
endforeach()

# A fast selection from the other groups; ci/faults has the rest.
foreach(scenario IN ITEMS
        bad-chunk huge-header reset stall refused auth-digest sse redirect-cross-host
        upload-rejected unique-urls tls/tls tls-untrusted proxy-connect proxy-refuses h2)
  leak_test(closed ${scenario})
  if(NOT LEAKPROOF_SANITIZE)
    leak_test(scoped ${scenario})
  endif()
endforeach()

# Clients outside the comparison: a scenario on which each leaks, and one on which it must not.
set(two plain drop-mid-body)
if(LEAKPROOF_SANITIZE)
  set(two plain)
endif()
foreach(scenario IN LISTS two)
  foreach(client IN ITEMS cookies header-list-unfreed mime-unfreed multi multi-unremoved shared
                          share-uncleaned)
    leak_test(${client} ${scenario})
  endforeach()
endforeach()
leak_test(cookies unique-cookies)
leak_test(shared unique-cookies)
leak_test(shared tls-resume)
leak_test(mime-unfreed multipart)
leak_test(multi refused)
leak_test(pooled stale-keep-alive)
leak_test(cookies unique-hosts)
leak_test(pooled unique-hosts)

# With other client usage: threads, lifetimes, cancellation, time-outs.
function(leak_test_in circumstance client scenario)
  briefly(brief ${scenario})
  leakproof_add_test(NAME leak.${circumstance} WORKER leakproof::leakproof-worker CLIENTS ${client}
                     SCENARIOS ${scenario} EXPECT declared ${brief} OPTIONS ${ARGN})
endfunction()
leak_test_in(threads scoped plain --threads 4)
leak_test_in(threads shared plain --threads 4)
leak_test_in(thread-each scoped tls/tls --thread-each)
leak_test_in(client-each pooled plain --lifetime fetch)
leak_test_in(cancelled closed plain --cancel-after 1000)
leak_test_in(timed-out closed plain --timeout 60000)

# A client that shares no code with libcurl.
foreach(scenario IN ITEMS plain drop-mid-body refused)
  briefly(brief ${scenario})
  leakproof_add_test(NAME leak WORKER leakproof-httplib-worker
                     CLIENTS httplib-anew httplib-keep-alive SCENARIOS ${scenario} EXPECT declared
                     ${brief})
endforeach()

# The owners and the advice for each bundled client that declares a leak, and for some clean ones. Not
# in sanitized builds, in which the sanitizer has its own heap and descriptors.
function(advice_test table)
  add_test(NAME advice.of-${table}
           COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/advice_of_clients.py"
                   "$<TARGET_FILE:leakproof>" ${table} ${ARGN})
  set_tests_properties(advice.of-${table} PROPERTIES LABELS leak SKIP_RETURN_CODE 77
                       FIXTURES_REQUIRED leakproof.controls TIMEOUT 120)
endfunction()
if(NOT LEAKPROOF_SANITIZE)
  file(GLOB python_clients CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/clients/python/*_*.py")
  file(GLOB node_clients CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/clients/node/*_*.js")
  advice_test(adapters $<TARGET_FILE:leakproof-worker>)
  advice_test(httplib $<TARGET_FILE:leakproof-httplib-worker>)
  advice_test(python ${python_clients})
  advice_test(node ${node_clients})
endif()
