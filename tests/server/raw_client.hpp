// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server/fd.hpp"
#include "server/scenario.hpp"

namespace leakproof::server {

/// A client that does nothing of its own accord: it reads, keeps and closes only what it
/// is told to. Each wait ends with an exception once the origin was silent for 30 seconds.
class RawClient {
 public:
  explicit RawClient(int port);

  void send(std::string_view);
  void ask_for(std::string_view path);
  std::string read(std::size_t size);  // shorter only where the origin closes
  std::string read_reply();            // head and body, by its Content-Length
  std::string read_to_end();
  void finish_sending();  // closes its sending side alone
  void hang_up() { socket_.reset(); }

 private:
  Fd socket_;
};

/// The scenario of that name.
const ScenarioEntry& scenario(std::string_view name);

/// Connects, asks for `path` and reads the reply, `count` times over, and keeps
/// all connections.
std::vector<RawClient> hoard(std::size_t count, int port, std::string_view path);

/// Lets this process have that many descriptors. False: it may not.
bool allow_descriptors(std::size_t count);

}  // namespace leakproof::server
