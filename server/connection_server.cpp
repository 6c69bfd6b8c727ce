// SPDX-License-Identifier: MIT
#include "connection_server.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "relay.hpp"
#include "socket_stream.hpp"

namespace leakproof::server {
namespace {

// httplib promises in Keep-Alive to close an idle connection after five seconds, which this
// server does not do, and it sends a Content-Length with 204, which RFC 9110 (8.6) forbids. It
// keeps the connection of an HTTP/1.0 client that asks for it, but does not say so, which RFC
// 9112 (9.3) requires: the client would wait for the end of the connection.
void correct_headers(const httplib::Request& request, httplib::Response& response,
                     bool keep_alive) {
  response.headers.erase("Keep-Alive");
  if (response.status == 204) response.headers.erase("Content-Length");
  const bool is_kept = keep_alive && request.version == "HTTP/1.0" &&
                       request.get_header_value("Connection") == "Keep-Alive";
  if (is_kept && !response.has_header("Connection")) {
    response.set_header("Connection", "keep-alive");
  }
}

constexpr std::chrono::milliseconds for_ever{-1};

// An active client sends its next request sooner; one that hoards connections never does.
constexpr std::chrono::milliseconds until_idle{10};

bool hung_up_within(std::chrono::milliseconds time, int socket) {
  pollfd look{.fd = socket, .events = POLLRDHUP, .revents = 0};
  return ::poll(&look, 1, static_cast<int>(time.count())) == 1;
}

// The client may still be sending data that nobody reads. Closing the socket now would
// reset the connection, and the client could receive the reset before the reply.
void drain(int socket) {
  ::shutdown(socket, SHUT_WR);
  std::array<char, 8192> unread{};
  while (PlainTransport(socket).receive(unread.data(), unread.size()) > 0) {
  }
}

// Returns false if the reply could not be sent completely.
bool send_verbatim(const VerbatimReply& reply, Transport& transport, int socket) {
  const std::string_view bytes = reply.bytes;
  const std::size_t at_once = bytes.size() - std::min(bytes.size(), reply.dripping);
  if (!transport.send(bytes.substr(0, at_once), {})) return false;
  for (const char& drop : bytes.substr(at_once)) {
    if (hung_up_within(reply.between_drops, socket) || !transport.send({&drop, 1}, {}))
      return false;
  }
  if (reply.then == VerbatimReply::Then::reset) reset_at_close(socket);
  if (reply.then == VerbatimReply::Then::stall) hung_up_within(for_ever, socket);
  return true;
}

}  // namespace

ConnectionServer::ConnectionServer(Ledger& ledger, Gate& gate, const ScenarioEntry& scenario)
    : ledger_(ledger),
      gate_(gate),
      scenario_(scenario),
      path_("/" + std::string(scenario.name)),
      listener_(scenario.listening, scenario.on_all_of_loopback),
      pool_([this] { accept_and_serve(); }),
      returning_([this] { serve_returning(); }) {
  if (scenario.identity != Identity::none) {
    tls_.emplace(scenario.identity, scenario.wants_certificate);
  }
  if (scenario.replies != nullptr) verbatim_ = scenario.replies();
  if (scenario.install != nullptr) scenario.install(*this, path_.c_str());
  set_post_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    correct_headers(request, response, scenario_.keep_alive);
  });
  let_replies_go_on(listener_.get());
}

/// A client's connection, with the bytes that the client has already sent.
class ConnectionServer::Connection final : public IdleConnection {
 public:
  explicit Connection(const ServedClient& client) : client_(client), plain_(client.socket) {}

  int socket() const override { return client_.socket; }
  const ServedClient& client() const { return client_; }
  PlainTransport& plain() { return plain_; }

  /// Returns false if the client refused the handshake or closed the connection.
  bool start_tls(const Tls& tls) {
    tls_.emplace(tls, client_.socket);
    return tls_->handshake();
  }

  Transport& transport() { return tls_ ? static_cast<Transport&>(*tls_) : plain_; }

  /// Call this only after it has been decided whether the connection uses TLS.
  SocketStream& stream(int local_port) {
    if (!stream_) stream_.emplace(transport(), client_.end.port, local_port);
    return *stream_;
  }

 private:
  ServedClient client_;
  PlainTransport plain_;
  std::optional<TlsTransport> tls_{};
  std::optional<SocketStream> stream_{};
};

ConnectionServer::~ConnectionServer() {
  stopping_ = true;
  break_off_replies();
  listener_.shut_down();
  idle_.close();  // before ledger_.close() makes every connection readable
  ledger_.close();
  gate_.open();
  pool_.join();
  returning_.join();
  for (const auto& connection : idle_.take_all()) {
    ledger_.closed(connection->socket(), Reply::none);
  }
}

void ConnectionServer::start() {
  if (scenario_.listening != Listening::accepts) return;
  pool_.start();
  returning_.start();
}

void ConnectionServer::reply_verbatim(std::vector<VerbatimReply> replies) {
  verbatim_ = std::move(replies);
}

void ConnectionServer::pass_on_to(Upstream upstream) { upstream_ = std::move(upstream); }

void ConnectionServer::set_client_queries(ClientQueries queries) {
  gate_.ask_whether_waiting(queries.still_waits);
  queries_ = std::move(queries);
}

void ConnectionServer::pass_on(const ServedClient& client) {
  std::int64_t sent = 0;  // of the reply that is under way
  const RelayEvents events{.asked =
                               [&] {
                                 ledger_.held(client.socket);
                                 if (!gate_.pass(client, true)) return false;
                                 ledger_.asked(client.socket);
                                 return true;
                               },
                           .unreachable = [&] { ledger_.lacked_upstream(); },
                           .sent = [&](std::int64_t bytes) { sent += bytes; },
                           .answered =
                               [&] {
                                 ledger_.answered(client.socket, std::exchange(sent, 0));
                                 gate_.answered(true);
                               }};
  const bool whole = relay(client.socket, *upstream_, events);
  ledger_.closed(client.socket, whole ? Reply::none : Reply::broken, sent);
  if (!whole) gate_.answered(false);
}

const VerbatimReply& ConnectionServer::next_verbatim() {
  return verbatim_[next_verbatim_++ % verbatim_.size()];
}

void ConnectionServer::accept_and_serve() {
  while (!stopping_) {
    auto accepted = listener_.accept();
    if (!accepted) {
      // The server is stopping, or it is out of file descriptors; no event reports when one
      // becomes free.
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } else if (pool_.begin_work()) {
      const ServedClient client{.socket = accepted->socket.get(), .end = accepted->client};
      if (queries_.may_connect && !queries_.may_connect(client.end)) {
        ledger_.turned_away(std::move(accepted->socket));
      } else if (ledger_.opened(std::move(accepted->socket)))
        upstream_ ? pass_on(client) : serve(client);
      if (!pool_.end_work()) return;
    } else {
      ledger_.refused(std::move(accepted->socket));
    }
  }
}

void ConnectionServer::serve_returning() {
  while (auto connection = idle_.wait()) {
    // If no thread can take over the waiting, returning connections wait until this one is
    // done.
    const bool replaced = returning_.begin_work();
    answer_requests(std::move(connection));
    if (replaced && !returning_.end_work()) return;
  }
}

bool ConnectionServer::begins_fetch(const httplib::Request& request) const {
  return scenario_.requests_per_fetch <= 1 || !request.path.starts_with(path_ + "/");
}

void ConnectionServer::serve(const ServedClient& client) {
  auto connection = std::make_unique<Connection>(client);
  PlainTransport& plain = connection->plain();
  if (scenario_.proxy >= Proxy::tunnels && !open_tunnel(client, plain)) return;
  if (scenario_.drops_handshakes) {
    std::array<char, 1024> hello{};
    plain.receive(hello.data(), hello.size());
    return ledger_.closed(client.socket, Reply::none);
  }
  if (tls_ && !scenario_.behind_http2 && !connection->start_tls(*tls_)) {
    return ledger_.closed(client.socket, Reply::none);
  }
  give_up_after(until_idle, client.socket);
  answer_requests(std::move(connection));
}

// Acts as a proxy; this server itself is also the target host.
bool ConnectionServer::open_tunnel(const ServedClient& client, Transport& transport) {
  constexpr std::size_t longest_head = 8192;
  std::string head;
  std::array<char, 1024> piece{};
  while (head.find("\r\n\r\n") == head.npos) {
    const ssize_t got = transport.receive(piece.data(), piece.size());
    if (got <= 0 || head.size() > longest_head) {
      ledger_.closed(client.socket, Reply::none);
      return false;
    }
    head.append(piece.data(), static_cast<std::size_t>(got));
  }
  if (scenario_.proxy == Proxy::tunnels && head.starts_with("CONNECT ")) {
    return transport.send("HTTP/1.1 200 Connection established\r\n\r\n", {});
  }
  const bool wants_a_name = refusals_++ % 2 == 0;
  transport.send(wants_a_name ? "HTTP/1.1 407 Proxy Authentication Required\r\n"
                                "Proxy-Authenticate: Basic realm=\"leakproof\"\r\n"
                              : "HTTP/1.1 502 Bad Gateway\r\n",
                 "Content-Length: 0\r\nConnection: close\r\n\r\n");
  ledger_.closed(client.socket, Reply::none);
  return false;
}

/// One request and its reply.
struct ConnectionServer::Exchange {
  const ServedClient& client;
  Transport& transport;
  SocketStream& stream;
  std::string request{};  // for the log
  bool asked = false;
  bool is_http_1_0 = false;
  bool as_wanted = true;  // the request has the scenario's method
  bool complete = false;
  bool last = false;
  const VerbatimReply* verbatim = nullptr;
};

void ConnectionServer::answer(Exchange& exchange) {
  const std::function<void(httplib::Request&)> on_request = [&](httplib::Request& request) {
    if (log_) exchange.request = request.method + " " + request.target;
    const bool begins = begins_fetch(request);
    if (begins) request.path = path_;
    ledger_.held(exchange.client.socket);
    // A client that has left is not answered.
    exchange.asked = gate_.pass(exchange.client, begins);
    if (!exchange.asked) return exchange.stream.send_instead({});
    ledger_.asked(exchange.client.socket);
    exchange.is_http_1_0 = request.version == "HTTP/1.0";
    exchange.as_wanted =
        scenario_.request.method == "GET" || request.method == scenario_.request.method;
    if (!exchange.as_wanted) {
      exchange.stream.send_instead({});
    } else if (!verbatim_.empty()) {
      exchange.verbatim = &next_verbatim();
      exchange.stream.send_instead("");
    }
  };
  bool closes = !scenario_.keep_alive;
  const bool answered = answer_one_request(exchange.stream, closes, on_request);
  const bool reached_the_kernel = exchange.stream.finish_reply();
  exchange.complete = answered && reached_the_kernel && exchange.as_wanted;
  exchange.last = closes || !exchange.complete;
  if (!exchange.asked || exchange.verbatim == nullptr) return;
  VerbatimReply reply = *exchange.verbatim;
  if (exchange.is_http_1_0 && !reply.for_http_1_0.empty()) reply.bytes = reply.for_http_1_0;
  const bool sent = send_verbatim(reply, exchange.transport, exchange.client.socket);
  const bool is_whole = scenario_.expected_outcome == ExpectedOutcome::whole_reply ||
                        scenario_.expected_outcome == ExpectedOutcome::either;
  exchange.complete = sent && is_whole && exchange.verbatim->then <= VerbatimReply::Then::close;
  // These replies do not promise an HTTP/1.0 client to keep the connection.
  exchange.last =
      !sent || exchange.is_http_1_0 || exchange.verbatim->then != VerbatimReply::Then::keep_alive;
}

void ConnectionServer::answer_requests(std::unique_ptr<IdleConnection> connection) {
  auto& own = static_cast<Connection&>(*connection);
  const ServedClient client = own.client();
  Transport& transport = own.transport();
  SocketStream& stream = own.stream(port());
  while (true) {
    if (!stream.await_request()) {
      connection = idle_.add(std::move(connection));
      if (!connection) return;
      continue;
    }
    Exchange exchange{.client = client, .transport = transport, .stream = stream};
    answer(exchange);
    if (log_ && exchange.asked) log_(exchange.request, exchange.complete);
    if (!exchange.asked || exchange.last) {
      if (exchange.complete || !exchange.asked) transport.close_notify();
      if (exchange.complete && scenario_.request.upload_bytes > 0) drain(client.socket);
      const Reply last_reply = exchange.complete ? Reply::complete : Reply::broken;
      ledger_.closed(client.socket, exchange.asked ? last_reply : Reply::none,
                     transport.newly_sent());
      if (exchange.asked) gate_.answered(exchange.complete);
      return;
    }
    const std::int64_t sent = transport.newly_sent();
    exchange.complete ? ledger_.answered(client.socket, sent) : ledger_.broken(client.socket, sent);
    gate_.answered(exchange.complete);
  }
}

}  // namespace leakproof::server
