// SPDX-License-Identifier: MIT
#include "socket_stream.hpp"

#include <utility>

namespace leakproof::server {

bool SocketStream::await_request() {
  if (!unread_.empty()) return true;
  const auto got = transport_.receive_soon(buffer_.data(), buffer_.size());
  if (got) take_in(*got);
  return got.has_value();
}

void SocketStream::take_in(ssize_t got) {
  at_end_ = got <= 0;
  unread_ = {buffer_.data(), at_end_ ? 0 : static_cast<size_t>(got)};
}

ssize_t SocketStream::read(char* bytes, size_t size) {
  if (unread_.empty() && !at_end_) {
    send_what_is_held();
    take_in(transport_.receive(buffer_.data(), buffer_.size()));
  }
  const auto taken = unread_.copy(bytes, size);
  unread_.remove_prefix(taken);
  return static_cast<ssize_t>(taken);
}

ssize_t SocketStream::write(const char* bytes, size_t size) {
  if (instead_) {
    send(std::exchange(*instead_, {}), {});
  } else if (std::exchange(head_written_, true)) {
    send(held_, {bytes, size});
    held_.clear();
  } else {
    held_.assign(bytes, size);
  }
  return failed_ ? -1 : static_cast<ssize_t>(size);
}

bool SocketStream::finish_reply() {
  send_what_is_held();
  head_written_ = false;
  return !failed_;
}

void SocketStream::send_what_is_held() {
  send(held_, {});
  held_.clear();
}

void SocketStream::send(std::string_view first, std::string_view second) {
  if (first.empty() && second.empty()) return;
  failed_ = failed_ || !transport_.send(first, second);
}

void SocketStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = client_port_;
}

void SocketStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = local_port_;
}

}  // namespace leakproof::server
