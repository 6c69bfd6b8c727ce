// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leakproof::server {

/// A reply as somebody recorded it, byte for byte, and what becomes of the
/// connection after it.
struct VerbatimReply {
  enum class Then { keep_alive, close, reset };

  std::string bytes{};
  Then then = Then::close;
};

/// Of a file: each reply, then a line "--- keep-alive", "--- close" or
/// "--- reset". The line end before such a line belongs to it, so that a reply
/// need not end in one; everything else is sent as it stands. What follows the
/// last of these lines is one more reply, which closes. Throws
/// std::invalid_argument, naming the line, where a line begins with "--- " and
/// says something else, or where there is no reply.
std::vector<VerbatimReply> parse_replies(std::string_view text);

}  // namespace leakproof::server
