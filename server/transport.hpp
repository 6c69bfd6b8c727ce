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

/// Sends and receives the bytes of one connection. Calls block.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Returns the number of bytes received; 0 if the client has closed, negative if the
  /// connection broke.
  virtual ssize_t receive(char* bytes, std::size_t size) = 0;

  /// As receive(), but returns nullopt if nothing arrived within the time set by
  /// give_up_after(); then the client counts as idle.
  virtual std::optional<ssize_t> receive_soon(char* bytes, std::size_t size) = 0;

  /// Sends both in this order, in one packet if they fit. Returns false if not all could be
  /// sent.
  bool send(std::string_view first, std::string_view second) {
    sent_ += static_cast<std::int64_t>(first.size() + second.size());
    return send_all(first, second);
  }

  /// The number of bytes passed to send() since the last call of this function.
  std::int64_t newly_sent() { return std::exchange(sent_, 0); }

  virtual void close_notify() {}

 private:
  virtual bool send_all(std::string_view first, std::string_view second) = 0;

  std::int64_t sent_ = 0;
};

/// Sets the longest time that receive_soon() waits on this socket.
void give_up_after(std::chrono::milliseconds, int socket);

/// Makes the closing of this socket reset its connection.
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
