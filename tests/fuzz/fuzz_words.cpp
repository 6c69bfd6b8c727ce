// SPDX-License-Identifier: MIT
// Fuzzes the parsers for a worker's answers, the orders to it, and the files that users
// write.
#include <stdexcept>
#include <string_view>

#include "protocol/answers.hpp"
#include "protocol/run_order.hpp"
#include "server/upstream.hpp"
#include "server/verbatim.hpp"

namespace {

template <typename Parse>
void parse_what_may_be_wrong(Parse parse) {
  try {
    parse();
  } catch (const std::invalid_argument&) {
    // The expected error.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  leakproof::protocol::parse_run_order(text);
  leakproof::protocol::parse_hello(text);
  leakproof::protocol::parse_done(text);
  leakproof::protocol::parse_settled(text);
  leakproof::protocol::parse_explains(text);
  leakproof::Explanation explanation;
  leakproof::protocol::parse_explained(text, explanation);
  parse_what_may_be_wrong([&] { leakproof::server::parse_replies(text); });
  parse_what_may_be_wrong([&] { leakproof::server::parse_upstream(text); });
  return 0;
}
