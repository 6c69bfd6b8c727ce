// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::server {

/// A reply as somebody recorded it, byte for byte, and what happens to the connection
/// after it.
struct VerbatimReply {
  enum class Then {
    keep_alive,
    close,
    reset,
    stall,  // nothing more, until the client hangs up
  };

  std::string bytes{};
  Then then = Then::close;
  std::size_t dripping = 0;  // how many bytes at the end are sent one by one
  std::chrono::milliseconds between_drops{5};
};

/// "HTTP/1.1 200 OK", these header lines, and the body, whose length is stated.
std::string whole_reply(std::string_view headers, std::string_view body);

/// Reads the text of a file: each reply is followed by a line "--- keep-alive",
/// "--- close", "--- reset" or "--- stall". The line end before such a line belongs to
/// it, so that a reply need not end in one; everything else is sent as it stands. Text
/// after the last of these lines is one more reply, which closes the connection. Throws
/// std::invalid_argument, naming the line, where a line begins with "--- " and says
/// something else, and where the text holds no reply.
std::vector<VerbatimReply> parse_replies(std::string_view text);

}  // namespace leakproof::server
