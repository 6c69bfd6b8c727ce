# SPDX-License-Identifier: MIT
# cmake -DSOURCE=… -DOUTPUT=… -P Commit.cmake: writes the commit of the sources to a C++ file.
# The file changes only if the commit does.
set(failed ON)
if(EXISTS "${SOURCE}/.git")  # otherwise git would name a commit of a repository around the sources
  execute_process(COMMAND git describe --always --dirty --exclude=* --abbrev=10
                  WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE commit RESULT_VARIABLE failed
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(failed)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT [[
#include "cli/commit.hpp"

namespace leakproof::cli {

std::string_view commit() { return "@commit@"; }

}  // namespace leakproof::cli
]] @ONLY)
