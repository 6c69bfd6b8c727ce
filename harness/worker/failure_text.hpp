// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/gate.hpp"

/// The messages of WorkerFailure. A trial is also invalid where its audit finds a fault
/// (judge/audit.cpp), or where its worker fails to stop or exceeds its memory limit before its
/// first fetch (trial/run.cpp). The audit and the stop do not matter where a resource limit ended
/// the trial or a leak is proven (judge/judge_trial.cpp). `patience` is the time that was waited,
/// such as "30 s".
namespace leakproof::failure {

// Any worker.
std::string cannot_start(std::string_view error);
std::string ended(int exit_code);  // minus the signal if it was killed
std::string did_not_end(std::string_view patience);
std::string not_found();
std::string not_readable(int pid, std::string_view command_line);
std::string several_processes();

// A worker that speaks the protocol. Text from the worker is made printable.
std::string closed_output();
std::string no_answer(std::string_view patience);
std::string flood(std::string_view output);
std::string unexpected_line(std::string_view line, std::string_view expected);
std::string wrong_count(std::int64_t ordered, std::int64_t reported);

// A test that runs again.
std::string closed_connection();
std::string test_ended(int exit_code);
std::string test_not_connected(std::string_view patience);
/// What to add to it where other processes, of which this is the last, have connected instead.
std::string stranger_refused(int pid);
std::string connected_twice();

// An unmodified program.
/// It has made no request for `patience`. `has_connected`: it has made requests before.
std::string silence(const GateCounts&, std::string_view patience, bool has_connected);
/// It waits for one of its `connections`, which all hold replies that it has not read.
std::string exhausted_pool(std::int64_t connections);
/// It ended after too few requests to be judged; nullopt if it made enough.
std::optional<std::string> too_few_requests(const GateCounts&);
std::string ended_with_error(int exit_code, const GateCounts&);
std::string no_collection();

/// What to do about a known cause in the worker's standard error; begins with ". " or is empty.
std::string hint(std::string_view errors);

}  // namespace leakproof::failure
