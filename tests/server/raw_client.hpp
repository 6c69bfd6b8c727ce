// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server/fd.hpp"
#include "server/scenario.hpp"

namespace leakproof::server {

/// A client that does nothing automatically: it reads and closes only when a function is
/// called. Each wait throws an exception after the origin was silent for 30 seconds.
class RawClient {
 public:
  explicit RawClient(int port);

  void send(std::string_view);
  void ask_for(std::string_view path);
  std::string read(std::size_t size);  // shorter only if the origin closes
  std::string read_reply();            // head and body; uses Content-Length
  std::string read_to_end();
  void finish_sending();  // shuts down only its sending side
  void hang_up() { socket_.reset(); }

 private:
  Fd socket_;
};

/// The scenario of that name.
const ScenarioEntry& scenario(std::string_view name);

/// Connects, requests `path` and reads the reply, `count` times; returns the open
/// connections.
std::vector<RawClient> hoard(std::size_t count, int port, std::string_view path);

/// Raises this process's limit on descriptors to `count`. Returns false if that is not
/// permitted.
bool allow_descriptors(std::size_t count);

}  // namespace leakproof::server
