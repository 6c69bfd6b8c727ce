# SPDX-License-Identifier: MIT
#[=======================================================================[.rst:
Leakproof
---------

Leak tests of HTTP clients under :manual:`ctest(1)`.  Comes with
``find_package(leakproof CONFIG)``, and with ``add_subdirectory`` or
``FetchContent`` of the sources.

.. command:: leakproof_add_worker

  Builds a worker: a program that contains clients and fetches as ordered::

    leakproof_add_worker(<target>
      SOURCES <adapter.cpp>...
      [NAMESPACE <namespace>]
      [VERSION <text>])

  Each of ``SOURCES`` is an adapter: it exports one function named after its
  file, ``leakproof::ClientEntry my_client()`` in ``my_client.cpp``, in
  ``NAMESPACE`` if one is given.  The entry's ``name`` must be the file's name, with
  dashes instead of underscores; tests use this name.  ``main()`` is generated.  Add
  further libraries and sources as to any target, with ``target_link_libraries`` and
  ``target_sources``.  ``VERSION`` is the version of the client that the worker reports,
  such as ``"libcurl/7.88.1"``.

.. command:: leakproof_add_test

  Adds a test for each trial, which is a client on a scenario::

    leakproof_add_test(NAME <name>
      WORKER <target-or-program> [<argument>...] | COMMAND <program> [<argument>...]
      SCENARIOS <scenario-or-group>...
      [CLIENTS <client>...]
      [EXPECT clean|leaks|declared]
      [TOLERANCE <metric>=<growth>...]
      [HORIZON <fetches>]
      [TIMEOUT <seconds>]
      [OPTIONS <option>...])

  The tests are called ``<name>.<client>.<scenario>``, or ``<name>.<scenario>``
  if ``WORKER`` has only one client.

  ``WORKER``
    A program that implements the worker protocol: a target of
    ``leakproof_add_worker``, or a program and its arguments.
  ``COMMAND``
    Any program that makes requests in a loop. It takes the address from ``{url}``
    in its arguments or from ``LEAKPROOF_URL`` in its environment.
  ``SCENARIOS``
    How the server behaves: ``leakproof list`` shows all.  A group becomes one test.
  ``CLIENTS``
    Which clients of the worker to test; all by default.
  ``EXPECT``
    The test passes if each trial is clean (the default), if it leaks, or if its
    verdict is the one that the client declares (``ClientEntry::expect``).
  ``TOLERANCE``
    Tolerated growth per fetch of a metric: ``heap_bytes=16``.
  ``HORIZON``
    Fetches until the first look: the largest cache that is tolerated.
  ``TIMEOUT``
    Time limit of each test; 120 seconds by default.
  ``OPTIONS``
    Other options of ``leakproof run``.

  Every test has the label ``leak`` and is skipped if the worker exits with code 77.
  The planted leaks are judged once, in a fixture test ``leakproof.controls``
  that all others require: if the detectors miss one, no test passes.
#]=======================================================================]

function(leakproof_add_worker target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAMESPACE;VERSION" "SOURCES")
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "leakproof_add_worker(${target} SOURCES <adapter.cpp>... "
                        "[NAMESPACE <namespace>] [VERSION <text>]): got \"${ARGN}\"")
  endif()
  set(declarations "")
  set(calls "")
  set(clients "")
  foreach(source IN LISTS arg_SOURCES)
    cmake_path(GET source STEM name)
    string(APPEND declarations "leakproof::ClientEntry ${name}();\n")
    string(APPEND calls "      ${arg_NAMESPACE}::${name}(),\n")
    string(REPLACE "_" "-" client "${name}")
    list(APPEND clients "${client}")
  endforeach()
  if(arg_NAMESPACE)
    set(declarations "namespace ${arg_NAMESPACE} {\n${declarations}}")
  endif()
  set(main "${CMAKE_CURRENT_BINARY_DIR}/${target}_main.cpp")
  file(CONFIGURE OUTPUT "${main}" CONTENT [[
#include <leakproof/worker.hpp>

@declarations@
int main(int argc, char** argv) {
  const leakproof::ClientEntry entries[] = {
@calls@  };
  return leakproof::worker_main(argc, argv, entries, "@arg_VERSION@");
}
]] @ONLY)
  add_executable(${target} ${arg_SOURCES} "${main}")
  target_link_libraries(${target} PRIVATE leakproof::client)
  if(TARGET leakproof)
    add_dependencies(${target} leakproof)  # which runs the worker, if it is built here as well
  endif()
  set_target_properties(${target} PROPERTIES LEAKPROOF_CLIENTS "${clients}")
endfunction()

function(leakproof_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;EXPECT;HORIZON;TIMEOUT"
                        "WORKER;COMMAND;SCENARIOS;CLIENTS;TOLERANCE;OPTIONS")
  if(NOT arg_NAME OR NOT arg_SCENARIOS OR arg_UNPARSED_ARGUMENTS
     OR (arg_WORKER AND arg_COMMAND) OR NOT (arg_WORKER OR arg_COMMAND))
    message(FATAL_ERROR "leakproof_add_test(NAME <name> WORKER <target>|COMMAND <program>... "
                        "SCENARIOS <scenario>... [CLIENTS <client>...] [EXPECT clean|leaks|declared] "
                        "[TOLERANCE <metric>=<growth>...] [HORIZON <fetches>] [TIMEOUT <seconds>] "
                        "[OPTIONS <option>...]): got \"${ARGN}\"")
  endif()
  set(options --no-controls ${arg_OPTIONS})
  if(arg_EXPECT AND NOT arg_EXPECT STREQUAL "clean")
    list(APPEND options --expect "${arg_EXPECT}")
  endif()
  if(arg_HORIZON)
    list(APPEND options --horizon "${arg_HORIZON}")
  endif()
  foreach(tolerance IN LISTS arg_TOLERANCE)
    list(APPEND options --tolerance "${tolerance}")
  endforeach()

  # leakproof's own worker is the default and need not be named.
  set(program "")
  list(POP_FRONT arg_WORKER worker)
  if(TARGET "${worker}" AND NOT worker STREQUAL "leakproof::leakproof-worker")
    if(NOT arg_CLIENTS)
      get_target_property(arg_CLIENTS "${worker}" LEAKPROOF_CLIENTS)
    endif()
    set(worker "$<TARGET_FILE:${worker}>")
  elseif(NOT worker)
    set(program -- ${arg_COMMAND})
  endif()
  if(worker AND NOT worker STREQUAL "leakproof::leakproof-worker")
    set(command "'${worker}'")
    foreach(word IN LISTS arg_WORKER)
      string(APPEND command " '${word}'")
    endforeach()
    list(APPEND options --worker "${command}")
  endif()
  # A worker with a single client, or whose clients are unknown, is started without a client
  # name.
  list(LENGTH arg_CLIENTS count)
  if(count EQUAL 0 OR (count EQUAL 1 AND NOT "CLIENTS" IN_LIST ARGV))
    set(arg_CLIENTS "-")
  endif()

  leakproof_add_controls()
  foreach(client IN LISTS arg_CLIENTS)
    foreach(scenario IN LISTS arg_SCENARIOS)
      if(client STREQUAL "-")
        set(name "${arg_NAME}.${scenario}")
        set(named "")
      else()
        set(name "${arg_NAME}.${client}.${scenario}")
        set(named "${client}")
      endif()
      # --shard 1/1: if a CI system distributes the tests, the single trial of each test must
      # not be distributed again.
      add_test(NAME ${name}
               COMMAND $<TARGET_FILE:leakproof::leakproof> run ${named} --on ${scenario} --shard 1/1
                       ${options} ${program})
      set_tests_properties(${name} PROPERTIES LABELS leak FIXTURES_REQUIRED leakproof.controls
                           SKIP_RETURN_CODE 77)
      leakproof_limit_test(${name} "${arg_TIMEOUT}")
    endforeach()
  endforeach()
endfunction()

# Adds the fixture test, once per build.
function(leakproof_add_controls)
  get_property(known GLOBAL PROPERTY LEAKPROOF_CONTROLS_KNOWN)
  if(NOT known)
    set_property(GLOBAL PROPERTY LEAKPROOF_CONTROLS_KNOWN TRUE)
    add_test(NAME leakproof.controls COMMAND $<TARGET_FILE:leakproof::leakproof> controls)
    set_tests_properties(leakproof.controls PROPERTIES FIXTURES_SETUP leakproof.controls LABELS leak)
    leakproof_limit_test(leakproof.controls "")
  endif()
endfunction()

function(leakproof_limit_test name seconds)
  if(NOT seconds)
    set(seconds 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${seconds})
endfunction()
