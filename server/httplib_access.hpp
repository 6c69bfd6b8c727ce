// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <functional>
#include <string>

namespace leakproof::server {

/// The only code that uses protected members of httplib::Server, which any httplib version
/// may change: process_request() and svr_sock_. Compiled with 0.11.4 (Debian 12) and 0.18.7
/// (Debian 13); since 0.18 process_request() also takes both ends' addresses.
class HttplibServer : public httplib::Server {
 protected:
  /// Reads one request from the stream, calls `on_request` when its head has arrived, and
  /// writes the reply. Returns false if no request arrived or the reply could not be
  /// written. `closes` is in-out: whether the server wants to close the connection, and on
  /// return whether it must.
  bool answer_one_request(httplib::Stream& stream, bool& closes,
                          const std::function<void(httplib::Request&)>& on_request) {
    return answer_one_request(*this, stream, closes, on_request);
  }

  /// httplib continues a long reply only while svr_sock_ is a valid socket. It never closes
  /// this socket, because httplib itself does not listen on it.
  void let_replies_go_on(int listening_socket) { svr_sock_ = listening_socket; }
  void break_off_replies() { svr_sock_ = INVALID_SOCKET; }

 private:
  // A template, so that only the call that matches the installed version is compiled.
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
