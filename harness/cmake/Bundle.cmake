# SPDX-License-Identifier: MIT
# Makes the installation a bundle, which runs on systems of the same or a newer C library that have
# none of the other libraries installed: it carries these in lib/leakproof/libraries, and their
# licences. Needs Debian's dpkg, which knows the package, and thus the licence, of each library.

set(libraries "${LEAKPROOF_PRIVATE_FOLDER}/libraries")
set_target_properties(leakproof leakproof-worker PROPERTIES
                      INSTALL_RPATH "$ORIGIN/../${libraries}")
set_target_properties(leakproof-control leakproof-engine PROPERTIES INSTALL_RPATH "$ORIGIN/libraries")
foreach(target leakproof leakproof-worker leakproof-control leakproof-engine)
  # DT_RPATH, unlike DT_RUNPATH, is also searched for the libraries that a carried library needs.
  target_link_options(${target} PRIVATE -Wl,--disable-new-dtags)
endforeach()

# The C library and its parts belong to the system, together with its loader.
install(RUNTIME_DEPENDENCY_SET leakproof_carried
        PRE_EXCLUDE_REGEXES "^(ld-linux.*|lib(c|m|dl|pthread|rt|resolv|util|anl|mvec))\\.so\\..*"
        LIBRARY DESTINATION "${libraries}")

# The interposer loads it only to record call stacks, and prefers the system's.
find_library(UNWIND_LIBRARY libunwind.so.8 REQUIRED)
install(CODE "
  file(INSTALL \"${UNWIND_LIBRARY}\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${libraries}\"
       TYPE SHARED_LIBRARY FOLLOW_SYMLINK_CHAIN)")

# Compiled or embedded into the programs, beside the carried libraries.
set(embedded libcli11-dev nlohmann-json3-dev libjs-dygraphs)
install(CODE "
  set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${libraries}\")
  set(licences \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DOCDIR}/licenses\")
  set(embedded ${embedded})
  include(\"${CMAKE_CURRENT_LIST_DIR}/Licences.cmake\")")

execute_process(COMMAND dpkg-query --show --showformat "\${Version}" libc6
                OUTPUT_VARIABLE libc_version COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "^[0-9]+\\.[0-9]+" libc_version "${libc_version}")
