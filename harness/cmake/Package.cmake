# SPDX-License-Identifier: MIT
# Usage: cpack -G DEB, in the build directory. ci/release also makes a tar.gz.
set(CPACK_PACKAGE_NAME leakproof)
set(CPACK_PACKAGE_VENDOR "the leakproof authors")
set(CPACK_PACKAGE_CONTACT "leakproof <leakproof@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
    "Runs an HTTP client against an embedded server for thousands of fetches, and
judges the growth of its heap, descriptors, threads and connections.")
# In a bundle, the bundled clients keep their debug information: reports show their lines.
if(NOT LEAKPROOF_BUNDLE)
  set(CPACK_STRIP_FILES ON)
endif()
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
if(LEAKPROOF_BUNDLE)
  # What is older than the C library of the build may lack symbols.
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= ${libc_version})")
else()
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
    "libgtest-dev, libgmock-dev, libbenchmark-dev, nghttp2-proxy, valgrind")
# The directory in which dpkg-shlibdeps finds the engine, which the programs link.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS
    "${PROJECT_BINARY_DIR}/${LEAKPROOF_PRIVATE_FOLDER}")
include(CPack)
