# SPDX-License-Identifier: MIT
# What leakproof needs, and which Debian package provides it. ci/setup installs
# them all.

# leakproof_package(<package> <debian-package> [CMAKE] [<find_package argument>...])
macro(leakproof_package package debian)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
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

leakproof_package(PkgConfig pkg-config)
leakproof_package(Threads libc6-dev)
leakproof_package(OpenSSL libssl-dev)
leakproof_package(fmt libfmt-dev CONFIG)
leakproof_package(nlohmann_json nlohmann-json3-dev CONFIG)
leakproof_package(pugixml libpugixml-dev CONFIG)
leakproof_package(CLI11 libcli11-dev CONFIG)
leakproof_package(CURL libcurl4-openssl-dev)
leakproof_package(simdjson libsimdjson-dev CONFIG)
leakproof_package(ZLIB zlib1g-dev)

# From pkg-config, never a bare include: Debian ships httplib compiled, and its
# flags change the layout of its classes.
leakproof_pkg_config(HTTPLIB cpp-httplib libcpp-httplib-dev)

leakproof_pkg_config(DW libdw libdw-dev)

# It has neither a pkg-config file nor a CMake one.
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

# Draws the curves of --html: read at build time, into the program.
find_path(DYGRAPHS_FOLDER dygraph.min.js PATHS /usr/share/javascript/dygraphs NO_DEFAULT_PATH)
if(NOT DYGRAPHS_FOLDER)
  message(FATAL_ERROR "dygraphs was not found. On Debian: apt-get install libjs-dygraphs, "
                      "or ci/setup for everything at once. Elsewhere: -DDYGRAPHS_FOLDER=, where "
                      "dygraph.min.js and dygraph.min.css are.")
endif()
