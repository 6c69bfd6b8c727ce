// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <string_view>

#include "filler.hpp"

namespace leakproof::server {

/// Replies with `body` without copying it; it must outlive the reply. httplib does not
/// compress it, as it would compress a body set with set_content().
void reply_with(httplib::Response&, std::string_view body,
                const char* type = "application/octet-stream");

}  // namespace leakproof::server
