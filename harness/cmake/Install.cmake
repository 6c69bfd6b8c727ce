# SPDX-License-Identifier: MIT
# Defines the installed files. CPack creates a Debian package from them.
#   bin/                     leakproof, leakproof-worker
#   lib/leakproof/           files that these start and preload: not below lib<arch>/,
#                            because no other program uses them; runtimes/ comes from
#                            harness/runtimes
#   lib/leakproof/libraries  with LEAKPROOF_BUNDLE, the libraries that the programs need
#   lib…/                    libraries for consumers, and find_package's files
#   include/leakproof/       headers for users
#   share/leakproof/go       the Go module
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(integrations GLOBAL PROPERTY LEAKPROOF_INTEGRATIONS)
set(cmake_files "${CMAKE_INSTALL_LIBDIR}/cmake/leakproof")

set(carried "")
if(LEAKPROOF_BUNDLE)
  set(carried RUNTIME_DEPENDENCY_SET leakproof_carried)
endif()

install(TARGETS leakproof leakproof-worker leakproof_client leakproof_include
                ${integrations}
        EXPORT leakproof ${carried}
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS leakproof-heap leakproof-engine EXPORT leakproof ${carried} LIBRARY DESTINATION "${LEAKPROOF_PRIVATE_FOLDER}"
        FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS leakproof-control ${carried} RUNTIME DESTINATION "${LEAKPROOF_PRIVATE_FOLDER}")

install(EXPORT leakproof NAMESPACE leakproof:: DESTINATION "${cmake_files}"
        FILE leakproofTargets.cmake)
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/leakproofConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/leakproofConfig.cmake"
                              INSTALL_DESTINATION "${cmake_files}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/leakproofConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/leakproofConfig.cmake"
              "${PROJECT_BINARY_DIR}/leakproofConfigVersion.cmake"
              "${CMAKE_CURRENT_LIST_DIR}/Leakproof.cmake"
        DESTINATION "${cmake_files}")

# For builds without CMake: the flags to compile and link a worker.
file(RELATIVE_PATH prefix_from_pc "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_file("${CMAKE_CURRENT_LIST_DIR}/leakproof.pc.in" "${PROJECT_BINARY_DIR}/leakproof.pc"
               @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/leakproof.pc"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

install(FILES "${PROJECT_BINARY_DIR}/results.schema.json"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/leakproof")
# The Go module finds the program by its own place.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/harness/integrations/go" DESTINATION "share/leakproof")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}"
        RENAME copyright)
# The README links to its pages by these paths.
install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/harness/manual" DESTINATION "${CMAKE_INSTALL_DOCDIR}/harness")

# Generated from the definition of the command line, as --help is.
set(pages "${PROJECT_BINARY_DIR}/pages")
add_custom_command(
  OUTPUT "${pages}/leakproof.1" "${pages}/leakproof" "${pages}/_leakproof"
  COMMAND ${CMAKE_COMMAND} -E make_directory "${pages}"
  COMMAND leakproof man > "${pages}/leakproof.1"
  COMMAND leakproof completion bash > "${pages}/leakproof"
  COMMAND leakproof completion zsh > "${pages}/_leakproof"
  DEPENDS leakproof VERBATIM)
add_custom_target(leakproof-pages ALL DEPENDS "${pages}/leakproof.1")
install(FILES "${pages}/leakproof.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${pages}/leakproof" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${pages}/_leakproof" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")

if(LEAKPROOF_BUNDLE)
  include(Bundle)
endif()
include(Package)
