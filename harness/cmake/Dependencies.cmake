# SPDX-License-Identifier: MIT
# The dependencies of leakproof, and the Debian packages that provide them. ci/setup installs
# all of them.

# With LEAKPROOF_FETCH, these are downloaded if they are not installed. libcurl, OpenSSL and the
# other system libraries are not: the system's versions are what leakproof measures.
set(leakproof_source_of_fmt fmtlib/fmt 9.1.0)
set(leakproof_source_of_nlohmann_json nlohmann/json v3.11.2)
set(leakproof_source_of_CLI11 CLIUtils/CLI11 v2.3.2)
set(leakproof_source_of_simdjson simdjson/simdjson v3.1.0)
set(leakproof_source_of_tomlplusplus marzer/tomlplusplus v3.3.0)
function(leakproof_declare_source package)
  list(GET leakproof_source_of_${package} 0 repository)
  list(GET leakproof_source_of_${package} 1 tag)
  FetchContent_Declare(${package} GIT_REPOSITORY "https://github.com/${repository}.git"
                       GIT_TAG ${tag} GIT_SHALLOW ON SYSTEM FIND_PACKAGE_ARGS ${ARGN})
endfunction()
if(LEAKPROOF_FETCH)
  include(FetchContent)
endif()

# leakproof_package(<package> <debian-package> [CMAKE] [<find_package argument>...])
macro(leakproof_package package debian)
  if(LEAKPROOF_FETCH AND DEFINED leakproof_source_of_${package})
    leakproof_declare_source(${package} ${ARGN} QUIET)
    FetchContent_MakeAvailable(${package})
  else()
    find_package(${package} ${ARGN} QUIET)
  endif()
  if(NOT ${package}_FOUND AND NOT TARGET ${package}::${package})
    message(FATAL_ERROR "${package} was not found. On Debian: apt-get install ${debian}, "
                        "or ci/setup for everything at once.")
  endif()
endmacro()

# leakproof_pkg_config(<target-suffix> <module> <debian-package>): PkgConfig::<target-suffix>
macro(leakproof_pkg_config target module debian)
  pkg_check_modules(${target} QUIET IMPORTED_TARGET ${module})
  if(NOT ${target}_FOUND)
    message(FATAL_ERROR "${module} was not found by pkg-config. On Debian: "
                        "apt-get install ${debian}, or ci/setup for everything at once.")
  endif()
endmacro()

# Consumers link these two frameworks together with leakproof's libraries, so they are found
# globally. An integration is built only if its framework is found.
if(NOT TARGET GTest::gmock)
  find_package(GTest QUIET GLOBAL)
endif()
if(NOT TARGET benchmark::benchmark)
  find_package(benchmark QUIET CONFIG GLOBAL)
endif()

leakproof_package(PkgConfig pkg-config)
leakproof_package(Threads libc6-dev GLOBAL)
leakproof_package(OpenSSL libssl-dev)
leakproof_package(fmt libfmt-dev CONFIG)
leakproof_package(nlohmann_json nlohmann-json3-dev CONFIG)
leakproof_package(pugixml libpugixml-dev CONFIG)
leakproof_package(CLI11 libcli11-dev CONFIG)
leakproof_package(tomlplusplus libtomlplusplus-dev CONFIG)
leakproof_package(CURL libcurl4-openssl-dev)
leakproof_package(simdjson libsimdjson-dev CONFIG)
leakproof_package(ZLIB zlib1g-dev)

# Always use pkg-config for httplib: Debian ships it compiled, and its flags change the layout
# of its classes.
leakproof_pkg_config(HTTPLIB cpp-httplib libcpp-httplib-dev)

leakproof_pkg_config(DW libdw libdw-dev)
leakproof_pkg_config(ELF libelf libelf-dev)

# http_parser has neither a pkg-config file nor a CMake package.
find_library(HTTP_PARSER_LIBRARY http_parser)
find_path(HTTP_PARSER_INCLUDE http_parser.h)
if(NOT HTTP_PARSER_LIBRARY OR NOT HTTP_PARSER_INCLUDE)
  message(FATAL_ERROR "http_parser was not found. On Debian: apt-get install libhttp-parser-dev, "
                      "or ci/setup for everything at once.")
endif()
add_library(HttpParser::HttpParser UNKNOWN IMPORTED)
set_target_properties(HttpParser::HttpParser PROPERTIES
                      IMPORTED_LOCATION "${HTTP_PARSER_LIBRARY}"
                      INTERFACE_INCLUDE_DIRECTORIES "${HTTP_PARSER_INCLUDE}")

# Draws the curves of --html. The build embeds it in the program.
find_path(DYGRAPHS_FOLDER dygraph.min.js PATHS /usr/share/javascript/dygraphs NO_DEFAULT_PATH)
if(NOT DYGRAPHS_FOLDER)
  message(FATAL_ERROR "dygraphs was not found. On Debian: apt-get install libjs-dygraphs, "
                      "or ci/setup for everything at once. Otherwise set -DDYGRAPHS_FOLDER= to the directory of "
                      "dygraph.min.js and dygraph.min.css.")
endif()
