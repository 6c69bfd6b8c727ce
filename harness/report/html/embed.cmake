# SPDX-License-Identifier: MIT
# cmake -DOUTPUT=page.cpp "-DFILES_TO_EMBED=page.html;page.css;dygraph.css;dygraph.js;script..." -P embed.cmake
list(POP_FRONT FILES_TO_EMBED html)
file(READ "${html}" page)
set(styles "")
set(scripts "")
foreach(file IN LISTS FILES_TO_EMBED)
  file(READ "${file}" text)
  # Remove references to source maps, which are not embedded.
  string(REGEX REPLACE "/[/*]# sourceMappingURL=[^\n*]*(\\*/)?" "" text "${text}")
  if(file MATCHES "\\.css$")
    string(APPEND styles "${text}\n")
  else()
    string(FIND "${text}" "</script" ends)
    if(NOT ends EQUAL -1)
      message(FATAL_ERROR "${file} contains </script, which would end the script early in a page.")
    endif()
    string(APPEND scripts "${text}\n")
  endif()
endforeach()
string(REPLACE "{{styles}}" "${styles}" page "${page}")
string(REPLACE "{{scripts}}" "${scripts}" page "${page}")
string(FIND "${page}" "{{data}}" here)
string(SUBSTRING "${page}" 0 ${here} before)
math(EXPR here "${here} + 8")
string(SUBSTRING "${page}" ${here} -1 behind)
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT [[
// Generated from harness/report/html by embed.cmake.
#include <string_view>

namespace leakproof::report {

extern const std::string_view page_before_data;
extern const std::string_view page_behind_data;

const std::string_view page_before_data = R"leakproof(@before@)leakproof";
const std::string_view page_behind_data = R"leakproof(@behind@)leakproof";

}  // namespace leakproof::report
]] @ONLY)
