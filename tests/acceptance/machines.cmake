# SPDX-License-Identifier: MIT
# Machines that withhold something. Without arguments, machines.py prints them as a table.
if(LEAKPROOF_SANITIZE)
  return()  # AddressSanitizer itself needs what is withheld
endif()
set(machines "${CMAKE_CURRENT_SOURCE_DIR}/machines/machines.py")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${machines}")
execute_process(COMMAND "${Python3_EXECUTABLE}" "${machines}" --list OUTPUT_VARIABLE cases
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" cases "${cases}")
foreach(case IN LISTS cases)
  add_test(NAME machine.${case}
           COMMAND Python3::Interpreter "${machines}" $<TARGET_FILE:leakproof> ${case})
  set_tests_properties(machine.${case} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
endforeach()
