// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace leakproof::server {

/// What carries the bytes of one connection. Calls block.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Some of what has come; 0 where the client has closed, negative where the connection
  /// broke.
  virtual ssize_t receive(char* bytes, std::size_t size) = 0;

  /// The same, but nothing where nothing has come within the time of give_up_after():
  /// then the client counts as idle.
  virtual std::optional<ssize_t> receive_soon(char* bytes, std::size_t size) = 0;

  /// Sends both, one after the other, as one packet where they fit. False where not all
  /// could be sent.
  bool send(std::string_view first, std::string_view second) {
    sent_ += static_cast<std::int64_t>(first.size() + second.size());
    return send_all(first, second);
  }

  /// How many bytes were given to send() since this was last asked.
  std::int64_t newly_sent() { return std::exchange(sent_, 0); }

  virtual void close_notify() {}

 private:
  virtual bool send_all(std::string_view first, std::string_view second) = 0;

  std::int64_t sent_ = 0;
};

/// From now on receive_soon() on this socket waits no longer than that.
void give_up_after(std::chrono::milliseconds, int socket);

/// Whatever closes this socket resets its connection.
void reset_at_close(int socket);

/// Does not own the socket.
class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(int socket) : socket_(socket) {}
  ssize_t receive(char* bytes, std::size_t size) override;
  std::optional<ssize_t> receive_soon(char* bytes, std::size_t size) override;

 private:
  bool send_all(std::string_view first, std::string_view second) override;

  int socket_;
};

}  // namespace leakproof::server
