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

/// This environment with `variables` ("NAME=value") in place of those of the
/// same name.
std::vector<std::string> environment_with(const std::vector<std::string>& variables);

/// The text of /proc/PID/maps.
std::string maps_of(pid_t pid);

/// A program that answers each line with a number, such as heap_subject. It is
/// idle between two orders, so what is read then is exact.
class Subject {
 public:
  /// Waits for nothing: the first answer shows that it has started.
  Subject(const HeapTable& table, std::vector<std::string> words,
          std::vector<std::string> variables = {});

  pid_t pid() const { return process_.pid(); }

  /// Throws std::runtime_error, with what it wrote to standard error, if it does
  /// not answer.
  long send(std::string_view order);

  /// What is counted of it. Throws std::bad_optional_access where nothing is.
  HeapCounts counts() const { return table_.read(pid()).value(); }

 private:
  const HeapTable& table_;
  Process process_;
};

}  // namespace leakproof::testing

namespace leakproof {

/// What changed from one reading to the next.
HeapCounts operator-(const HeapCounts&, const HeapCounts&);

/// For GoogleTest's messages.
void PrintTo(const HeapCounts&, std::ostream*);

}  // namespace leakproof
