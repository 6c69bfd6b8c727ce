// SPDX-License-Identifier: MIT
#include "upstream.hpp"

#include <http_parser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>

#include "transport.hpp"

namespace leakproof::server {
namespace {

constexpr std::size_t longest_head = 64 << 10;
constexpr std::string_view end_of_head = "\r\n\r\n";
constexpr timeval longest_connect{.tv_sec = 10, .tv_usec = 0};

class Socket {
 public:
  explicit Socket(int socket) : socket_(socket) {}
  ~Socket() {
    if (socket_ >= 0) ::close(socket_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return socket_; }

 private:
  int socket_;
};

int connect_to(const Upstream& upstream) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(upstream.host.c_str(), upstream.port.c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    const int server = ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(server, SOL_SOCKET, SO_SNDTIMEO, &longest_connect, sizeof longest_connect);
    ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(server, address->ai_addr, address->ai_addrlen) == 0) return server;
    ::close(server);
  }
  return -1;
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Where a message ends; what it says passes by.
class Framing {
 public:
  explicit Framing(http_parser_type type) : type_(type) {
    settings_.on_message_complete = [](http_parser* parser) {
      static_cast<Framing*>(parser->data)->complete_ = true;
      http_parser_pause(parser, 1);
      return 0;
    };
    settings_.on_headers_complete = [](http_parser* parser) {
      return static_cast<Framing*>(parser->data)->has_no_body_ ? 1 : 0;
    };
    begin(false);
  }

  /// The next message. A reply to HEAD states a length and has no body.
  void begin(bool has_no_body) {
    http_parser_init(&parser_, type_);
    parser_.data = this;
    has_no_body_ = has_no_body;
    complete_ = false;
    failed_ = false;
  }

  /// How many of these bytes are of this message; nothing else can be.
  std::size_t take(std::string_view bytes) {
    const std::size_t taken = http_parser_execute(&parser_, &settings_, bytes.data(), bytes.size());
    if (HTTP_PARSER_ERRNO(&parser_) == HPE_PAUSED) return taken;
    failed_ = failed_ || HTTP_PARSER_ERRNO(&parser_) != HPE_OK;
    return bytes.size();
  }

  /// The connection has ended: so has a message without a length.
  void end() { take({}); }

  bool complete() const { return complete_; }

  /// Not HTTP, or not as the parser knows it: passed on all the same, but where it
  /// ends is only to be seen by what comes next.
  bool failed() const { return failed_; }
  bool is_head() const { return parser_.method == HTTP_HEAD; }
  bool is_interim() const { return parser_.status_code / 100 == 1 && parser_.status_code != 101; }

 private:
  http_parser_type type_;
  http_parser parser_{};
  http_parser_settings settings_{};
  bool has_no_body_ = false;
  bool complete_ = false;
  bool failed_ = false;
};

std::string with_host(std::string_view head, const std::string& authority) {
  std::string result;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n") + 2);
    head.remove_prefix(line.size());
    const bool is_host = ::strncasecmp(line.data(), "host:", 5) == 0;
    result += is_host ? "Host: " + authority + "\r\n" : std::string(line);
  }
  return result;
}

class Relay {
 public:
  Relay(int client, const Upstream& upstream, const RelayEvents& events)
      : client_(client), upstream_(upstream), events_(events) {}

  bool run() {
    while (step()) {
    }
    return phase_ == Phase::idle;
  }

 private:
  enum class Phase { idle, asking, awaiting };  // of the reply, from its request's head on

  bool step() {
    if (phase_ == Phase::awaiting && reply_.failed() && !from_client_.empty()) finish();
    if (phase_ != Phase::awaiting && !from_client_.empty()) {
      if (phase_ == Phase::asking || from_client_.find(end_of_head) != std::string::npos) {
        return ask();
      }
      if (from_client_.size() > longest_head) return false;
    }
    const int server = server_ ? server_->get() : -1;
    std::array<pollfd, 2> watched{{{.fd = client_, .events = POLLIN, .revents = 0},
                                   {.fd = server, .events = POLLIN, .revents = 0}}};
    const bool enough = phase_ == Phase::awaiting && from_client_.size() > longest_head;
    if (enough || client_said_all_) watched[0].events = 0;  // but its end is told all the same
    if (::poll(watched.data(), watched.size(), -1) < 0) return errno == EINTR;
    if (watched[1].revents != 0) return answer();
    if (watched[0].events == 0) return watched[0].revents == 0;
    return watched[0].revents == 0 || read_client();
  }

  bool read_client() {
    const ssize_t got = ::recv(client_, piece_.data(), piece_.size(), 0);
    if (got == 0 && phase_ == Phase::awaiting) {
      client_said_all_ = true;  // or has gone, which a send will tell
      return true;
    }
    if (got <= 0) return false;
    from_client_.append(piece_.data(), static_cast<std::size_t>(got));
    return true;
  }

  // Passes on what has come of the request.
  bool ask() {
    std::string bytes = std::move(from_client_);
    from_client_.clear();
    std::string head;
    if (phase_ == Phase::idle) {
      head = bytes.substr(0, bytes.find(end_of_head) + end_of_head.size());
      bytes.erase(0, head.size());
      events_.asked();
      phase_ = Phase::asking;
      if (!server_) server_ = std::make_unique<Socket>(connect_to(upstream_));
      if (server_->get() < 0) return false;
      request_.begin(false);
      request_.take(head);
      reply_.begin(request_.is_head());
      head = with_host(head, upstream_.authority());
    }
    std::size_t mine = 0;
    if (!request_.complete()) mine = request_.take(bytes);
    from_client_ = bytes.substr(mine);
    bytes.resize(mine);
    if (request_.complete()) phase_ = Phase::awaiting;
    return send_all(server_->get(), head + bytes);
  }

  bool answer() {
    const ssize_t got = ::recv(server_->get(), piece_.data(), piece_.size(), 0);
    if (got < 0) reset_at_close(client_);  // as ours ended
    if (got <= 0) {
      const bool unframed = reply_.failed();
      if (got == 0 && phase_ != Phase::idle) reply_.end();
      if (reply_.complete() || (got == 0 && unframed)) finish();
      return false;
    }
    std::string_view bytes(piece_.data(), static_cast<std::size_t>(got));
    if (!send_all(client_, bytes)) return false;
    while (!bytes.empty()) {
      bytes.remove_prefix(reply_.take(bytes));
      if (!reply_.complete()) break;
      if (reply_.is_interim()) {
        reply_.begin(request_.is_head());
      } else {
        finish();
        break;
      }
    }
    return may_go_on();
  }

  void finish() {
    if (phase_ == Phase::idle) return;
    phase_ = Phase::idle;
    events_.answered();
  }

  // Answered before it was asked whole: what is still to come has nowhere to go.
  bool may_go_on() const {
    return phase_ != Phase::idle || (request_.complete() && !client_said_all_);
  }

  int client_;
  const Upstream& upstream_;
  const RelayEvents& events_;
  std::unique_ptr<Socket> server_;
  Framing request_{HTTP_REQUEST};
  Framing reply_{HTTP_RESPONSE};
  Phase phase_ = Phase::idle;
  bool client_said_all_ = false;
  std::string from_client_;  // not passed on yet
  std::array<char, 64 << 10> piece_{};
};

}  // namespace

Upstream parse_upstream(std::string_view url) {
  http_parser_url parts{};
  http_parser_url_init(&parts);
  const auto part = [&](http_parser_url_fields field) -> std::string {
    if ((parts.field_set & (1U << field)) == 0) return "";
    return std::string(url.substr(parts.field_data[field].off, parts.field_data[field].len));
  };
  if (http_parser_parse_url(url.data(), url.size(), 0, &parts) != 0 || part(UF_HOST).empty()) {
    throw std::invalid_argument("it is no URL, such as http://127.0.0.1:8080/path");
  }
  if (part(UF_SCHEMA) != "http") {
    throw std::invalid_argument("only http:// can be passed on, not " + part(UF_SCHEMA) + "://");
  }
  Upstream upstream{.host = part(UF_HOST)};
  if (!part(UF_PORT).empty()) upstream.port = part(UF_PORT);
  if (!part(UF_PATH).empty()) upstream.path = part(UF_PATH);
  if (!part(UF_QUERY).empty()) upstream.path += "?" + part(UF_QUERY);
  return upstream;
}

bool can_connect(const Upstream& upstream) { return Socket(connect_to(upstream)).get() >= 0; }

bool relay(int client, const Upstream& upstream, const RelayEvents& events) {
  return std::make_unique<Relay>(client, upstream, events)->run();
}

}  // namespace leakproof::server
