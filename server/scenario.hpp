// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace leakproof::server {

/// A way for a server to behave. Installed at "/<name>" on a fresh server, so
/// that scenarios cannot see each other.
struct ScenarioEntry {
  std::string_view name{};
  std::string_view summary{};
  bool completes = true;                  // does a correct client get a whole reply?
  bool has_body = true;                   // is there anything to hoard?
  bool keep_alive = true;                 // false: the origin closes after each reply
  int requests_per_fetch = 1;             // of a client that follows redirects
  std::optional<std::int64_t> horizon{};  // its own, where a fetch is dear
  void (*install)(httplib::Server&, const char* path) = nullptr;
};

/// Every scenario there is, one per file of scenarios/, sorted by file name.
std::span<const ScenarioEntry> catalogue();

}  // namespace leakproof::server
