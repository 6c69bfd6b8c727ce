// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::server {

/// A recorded reply, sent byte for byte, and what happens to the connection after it.
struct VerbatimReply {
  enum class Then {
    keep_alive,
    close,
    reset,
    stall,  // send nothing more until the client hangs up
  };

  std::string bytes{};
  Then then = Then::close;
  std::size_t dripping = 0;  // bytes at the end that are sent one by one; more than there are: all
  std::chrono::milliseconds between_drops{5};
  std::string for_http_1_0{};  // instead of `bytes`, to a client of that version; empty: the same
};

/// Returns "HTTP/1.1 200 OK", these header lines, Content-Length, and the body.
std::string whole_reply(std::string_view headers, std::string_view body);

/// Reads the text of a file: each reply is followed by a line "--- keep-alive",
/// "--- close", "--- reset" or "--- stall". The line end before such a line belongs to it, so that
/// a reply need not end in one, unless its
/// Content-Length counts it. A reply whose head has no CR, as an editor writes it, gets CR LF
/// there; everything else is sent unchanged. Text after the last of these lines is one more reply,
/// which closes the connection. Throws std::invalid_argument, which names the line, if a line
/// begins with "--- " and continues otherwise, or if the text contains no reply.
std::vector<VerbatimReply> parse_replies(std::string_view text);

}  // namespace leakproof::server
