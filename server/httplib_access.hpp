// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <functional>
#include <string>

namespace leakproof::server {

/// The only use of protected members of httplib::Server, which httplib may change with
/// any version: process_request() and svr_sock_. Compiled with 0.11.4 (Debian 12) and
/// 0.18.7 (Debian 13); since 0.18 process_request() also takes both ends' addresses.
class HttplibServer : public httplib::Server {
 protected:
  /// Reads one request from the stream, calls `on_request` once its head is there, and
  /// writes the reply. False where no request came or the reply could not be written.
  /// `closes` says whether the server means to close the connection, and afterwards
  /// whether it must.
  bool answer_one_request(httplib::Stream& stream, bool& closes,
                          const std::function<void(httplib::Request&)>& on_request) {
    return answer_one_request(*this, stream, closes, on_request);
  }

  /// httplib goes on with a long reply only while svr_sock_ is a socket. It never closes
  /// this one, because it was not told to listen on it.
  void let_replies_go_on(int listening_socket) { svr_sock_ = listening_socket; }
  void break_off_replies() { svr_sock_ = INVALID_SOCKET; }

 private:
  // A template, so that the call that does not fit is not compiled.
  template <typename Server>
  static bool answer_one_request(Server& server, httplib::Stream& stream, bool& closes,
                                 const std::function<void(httplib::Request&)>& on_request) {
    if constexpr (requires { server.process_request(stream, closes, closes, on_request); }) {
      return server.process_request(stream, closes, closes, on_request);
    } else {
      std::string client;
      std::string own;
      int client_port = 0;
      int own_port = 0;
      stream.get_remote_ip_and_port(client, client_port);
      stream.get_local_ip_and_port(own, own_port);
      return server.process_request(stream, client, client_port, own, own_port, closes, closes,
                                    on_request);
    }
  }
};

}  // namespace leakproof::server
