// SPDX-License-Identifier: MIT
#include "report/results_json.hpp"

#include "report/json/json.hpp"
#include "report/json/write.hpp"

namespace leakproof::report {

Json json_of(const Head& head) { return to_json(head); }
Json json_of(const Result& result) { return to_json(result); }
Json json_of(const TrialAdvice& advice) { return to_json(advice); }

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace leakproof::report
