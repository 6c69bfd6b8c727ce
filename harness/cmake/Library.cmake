# SPDX-License-Identifier: MIT
#[[
leakproof_library(<folder>
  [SOURCES <file.cpp>...] [HEADERS <file.hpp>...] [USES <target>...] [PRIVATE <target>...])

Adds the static library leakproof_<folder> for one folder in harness/. Its headers are
included as "<folder>/<file.hpp>". USES lists libraries whose headers its own headers
include, PRIVATE those that only its sources need. A folder without sources becomes an
interface library.
]]
function(leakproof_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;HEADERS;USES;PRIVATE")
  set(target leakproof_${folder})
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE ${arg_PRIVATE})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/harness"
                 FILES ${arg_HEADERS})
  target_link_libraries(${target} ${scope} ${arg_USES})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
