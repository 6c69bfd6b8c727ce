// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interposer/supervisor/heap_table.hpp"
#include "model/probe.hpp"
#include "posix/process.hpp"

namespace leakproof::testing {

/// The environment of this process, in which `variables` ("NAME=value") replace those of
/// the same name.
std::vector<std::string> environment_with(const std::vector<std::string>& variables);

/// The text of /proc/PID/maps.
std::string maps_of(pid_t pid);

/// A program that answers each line with a number, such as heap_subject. It is idle between
/// two orders, so its counts are exact then.
class Subject {
 public:
  /// Does not wait for the program to start: the first answer shows that it has.
  Subject(const HeapTable& table, std::vector<std::string> words,
          std::vector<std::string> variables = {});

  pid_t pid() const { return process_.pid(); }

  /// Throws std::runtime_error, which contains its standard error, if it does not answer.
  long send(std::string_view order);

  /// The counts of the program. Throws std::bad_optional_access if it is not observed.
  HeapCounts counts() const { return table_.read(pid()).value(); }

 private:
  const HeapTable& table_;
  Process process_;
};

}  // namespace leakproof::testing

namespace leakproof {

/// The difference of two readings.
HeapCounts operator-(const HeapCounts&, const HeapCounts&);

/// For GoogleTest's messages.
void PrintTo(const HeapCounts&, std::ostream*);

}  // namespace leakproof
