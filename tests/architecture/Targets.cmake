# SPDX-License-Identifier: MIT
#[[
leakproof_write_targets(<file> <directory>...)

Writes what CMake knows of the targets of each <directory> and of those below it, one fact
per line, for targets.py. Paths are absolute.

  target <type> <name> <directory>
  source <path>       a source or a header of the target before it
  header <path>       a header in its header set
  links <target>      what it links
  interface <target>  what its consumers link with it
  plugins <folder>    the folder that leakproof_catalogue lists in it
]]
function(leakproof_write_targets file)
  set(facts "")
  set(directories ${ARGN})
  while(directories)
    list(POP_FRONT directories directory)
    get_property(below DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
    list(APPEND directories ${below})
    get_property(targets DIRECTORY "${directory}" PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
      get_target_property(type ${target} TYPE)
      if(NOT type STREQUAL "UTILITY")
        get_target_property(directory ${target} SOURCE_DIR)
        string(APPEND facts "target ${type} ${target} ${directory}\n")
        leakproof_append_facts(source SOURCES)
        leakproof_append_facts(header HEADER_SET)
        leakproof_append_facts(links LINK_LIBRARIES)
        leakproof_append_facts(interface INTERFACE_LINK_LIBRARIES)
        leakproof_append_facts(plugins LEAKPROOF_PLUGINS)
      endif()
    endforeach()
  endwhile()
  file(WRITE "${file}" "${facts}")
endfunction()

macro(leakproof_append_facts kind property)
  get_target_property(values ${target} ${property})
  foreach(value IN LISTS values)
    if("${kind}" MATCHES "source|header")
      cmake_path(ABSOLUTE_PATH value BASE_DIRECTORY "${directory}" NORMALIZE)
    elseif(TARGET "${value}")
      get_target_property(aliased "${value}" ALIASED_TARGET)
      if(aliased)
        set(value "${aliased}")
      endif()
    endif()
    if(value)
      string(APPEND facts "${kind} ${value}\n")
    endif()
  endforeach()
endmacro()
