// SPDX-License-Identifier: MIT
#include "connection_server.hpp"

#include <chrono>
#include <thread>

#include "socket_stream.hpp"

namespace leakproof::server {
namespace {

/// httplib promises to close an idle connection after five seconds, which is
/// not so here, and gives a 204 a length, which RFC 9110 (8.6) forbids.
void drop_untrue_headers(const httplib::Request&, httplib::Response& response) {
  response.headers.erase("Keep-Alive");
  if (response.status == 204) {
    response.headers.erase("Content-Length");
  }
}

void reset_at_close(int socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

ConnectionServer::ConnectionServer(Ledger& ledger, Gate& gate, std::string path, bool has_steps,
                                   bool keep_alive)
    : ledger_(ledger),
      gate_(gate),
      path_(std::move(path)),
      has_steps_(has_steps),
      keep_alive_(keep_alive),
      pool_([this] { accept_and_serve(); }) {
  set_post_routing_handler(drop_untrue_headers);
  svr_sock_ = listener_.get();  // where httplib looks whether to go on with a long reply
}

ConnectionServer::~ConnectionServer() {
  stopping_ = true;
  svr_sock_ = INVALID_SOCKET;
  listener_.shut_down();
  ledger_.close();
  gate_.open();
  pool_.join();
}

void ConnectionServer::start() { pool_.start(); }

void ConnectionServer::reply_verbatim(std::vector<VerbatimReply> replies) {
  verbatim_ = std::move(replies);
}

void ConnectionServer::pass_on_to(Upstream upstream) { upstream_ = std::move(upstream); }

void ConnectionServer::pass_on(const Accepted& client) {
  if (!ledger_.opened(client.socket)) {
    return;
  }
  const RelayEvents events{.asked =
                               [&] {
                                 ledger_.held(client.socket);
                                 gate_.pass(client, true);
                                 ledger_.asked(client.socket);
                               },
                           .answered =
                               [&] {
                                 ledger_.answered(client.socket);
                                 gate_.answered(true);
                               }};
  const bool whole = relay(client.socket, *upstream_, events);
  ledger_.closed(client.socket, whole ? Reply::none : Reply::broken);
  if (!whole) gate_.answered(false);
}

const VerbatimReply& ConnectionServer::next_verbatim() {
  return verbatim_[next_verbatim_++ % verbatim_.size()];
}

void ConnectionServer::accept_and_serve() {
  while (!stopping_) {
    const auto client = listener_.accept();
    if (!client) {
      // Out of descriptors, and no call to wait for one. Or stopping.
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } else if (pool_.begin_work()) {
      upstream_ ? pass_on(*client) : serve(*client);
      pool_.end_work();
    } else {
      ledger_.refused(client->socket);
    }
  }
}

bool ConnectionServer::begins_fetch(const httplib::Request& request) const {
  return !has_steps_ || !request.path.starts_with(path_ + "/");
}

void ConnectionServer::serve(const Accepted& client) {
  if (!ledger_.opened(client.socket)) {
    return;
  }
  SocketStream stream(client, port());
  bool asked = false;
  const VerbatimReply* reply = nullptr;
  const std::function<void(httplib::Request&)> on_request = [&](httplib::Request& request) {
    const bool begins = begins_fetch(request);
    if (begins) request.path = path_;
    ledger_.held(client.socket);
    gate_.pass(client, begins);
    asked = true;
    ledger_.asked(client.socket);
    if (!verbatim_.empty()) {
      reply = &next_verbatim();
      stream.say_instead(reply->bytes);
    }
  };
  for (;;) {
    asked = false;
    bool last = !keep_alive_;
    const bool sent = process_request(stream, last, last, on_request);
    const bool reached_the_kernel = stream.finish_reply();
    bool complete = sent && reached_the_kernel;
    if (asked && reply != nullptr) {
      last = reply->then != VerbatimReply::Then::keep_alive;
      complete = reached_the_kernel && reply->then != VerbatimReply::Then::reset;
      if (reply->then == VerbatimReply::Then::reset) reset_at_close(client.socket);
    }
    if (!asked || !complete || last) {
      const Reply last_reply = complete ? Reply::complete : Reply::broken;
      ledger_.closed(client.socket, asked ? last_reply : Reply::none);
      if (asked) gate_.answered(complete);
      return;
    }
    ledger_.answered(client.socket);
    gate_.answered(true);
  }
}

}  // namespace leakproof::server
