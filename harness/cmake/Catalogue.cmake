# SPDX-License-Identifier: MIT
#[[
leakproof_catalogue(<target> <folder> <entry-type> <namespace> <header>)

Adds to <target> every source in <folder> and a generated function

  std::span<const <entry-type>> catalogue();

in <namespace> with one entry per source, sorted by name. Each source defines a function
named after its file that returns the entry. To add an entry, add a file.
<header> declares <entry-type> and catalogue().
]]
function(leakproof_catalogue target folder entry namespace header)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
  list(SORT sources)
  set(declarations "")
  set(calls "")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    string(APPEND declarations "${entry} ${name}();\n")
    string(APPEND calls "      ${name}(),\n")
  endforeach()
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}_catalogue.cpp")
  file(CONFIGURE OUTPUT "${output}" CONTENT [[
#include <@header@>

#include <array>
#include <span>

namespace @namespace@ {

@declarations@
std::span<const @entry@> catalogue() {
  static const std::array entries{
@calls@  };
  return entries;
}

}  // namespace @namespace@
]] @ONLY)
  target_sources(${target} PRIVATE ${sources} "${output}")
  cmake_path(ABSOLUTE_PATH folder NORMALIZE)
  string(REGEX REPLACE "/$" "" folder "${folder}")
  set_property(TARGET ${target} PROPERTY LEAKPROOF_PLUGINS "${folder}")
  set_source_files_properties("${output}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
