// SPDX-License-Identifier: MIT
#include "relay.hpp"

#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http_message_parser.hpp"
#include "transport.hpp"

namespace leakproof::server {
namespace {

constexpr std::size_t longest_head = 64 << 10;
constexpr std::string_view end_of_head = "\r\n\r\n";

bool send_all(int socket, std::string_view bytes) { return PlainTransport(socket).send(bytes, {}); }

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
  enum class Phase { idle, asking, awaiting };  // asking: the request's body is still arriving

  bool step() {
    if (phase_ == Phase::awaiting && reply_.failed() && !from_client_.empty()) finish();
    if (phase_ != Phase::awaiting && !from_client_.empty()) {
      if (phase_ == Phase::asking || from_client_.find(end_of_head) != std::string::npos) {
        return send_request();
      }
      if (from_client_.size() > longest_head) return false;
    }
    std::array<pollfd, 2> watched{{{.fd = client_, .events = POLLIN, .revents = 0},
                                   {.fd = server_.get(), .events = POLLIN, .revents = 0}}};
    const bool enough = phase_ == Phase::awaiting && from_client_.size() > longest_head;
    if (enough || client_said_all_) watched[0].events = 0;  // poll still reports POLLHUP
    if (::poll(watched.data(), watched.size(), -1) < 0) return errno == EINTR;
    if (watched[1].revents != 0) return answer();
    if (watched[0].events == 0) return watched[0].revents == 0;
    return watched[0].revents == 0 || read_client();
  }

  bool read_client() {
    const ssize_t got = ::recv(client_, piece_.data(), piece_.size(), 0);
    if (got == 0 && phase_ == Phase::awaiting) {
      client_said_all_ = true;  // or it has gone, which the next send reports
      return true;
    }
    if (got <= 0) return false;
    from_client_.append(piece_.data(), static_cast<std::size_t>(got));
    return true;
  }

  // Passes on the part of the request that has arrived.
  bool send_request() {
    std::string bytes = std::move(from_client_);
    from_client_.clear();
    std::string head;
    if (phase_ == Phase::idle) {
      head = bytes.substr(0, bytes.find(end_of_head) + end_of_head.size());
      bytes.erase(0, head.size());
      if (!events_.asked()) return false;
      phase_ = Phase::asking;
      if (!server_) server_ = connect_to(upstream_);
      if (!server_) {
        events_.unreachable();
        return false;
      }
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
    return send_all(server_.get(), head + bytes);
  }

  bool answer() {
    const ssize_t got = ::recv(server_.get(), piece_.data(), piece_.size(), 0);
    if (got < 0) reset_at_close(client_);  // the upstream's connection was reset too
    if (got <= 0) {
      const bool unframed = reply_.failed();
      if (got == 0 && phase_ != Phase::idle) reply_.end();
      if (reply_.complete() || (got == 0 && unframed)) finish();
      return false;
    }
    std::string_view bytes(piece_.data(), static_cast<std::size_t>(got));
    if (!send_all(client_, bytes)) return false;
    events_.sent(got);
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

  // False if the reply was complete before the request was: the rest of the request cannot
  // be passed on.
  bool may_go_on() const {
    return phase_ != Phase::idle || (request_.complete() && !client_said_all_);
  }

  int client_;
  const Upstream& upstream_;
  const RelayEvents& events_;
  Fd server_{};  // connected at the first request
  HttpMessageParser request_{HttpMessageParser::Kind::request};
  HttpMessageParser reply_{HttpMessageParser::Kind::reply};
  Phase phase_ = Phase::idle;
  bool client_said_all_ = false;
  std::string from_client_{};  // not passed on yet
  std::array<char, 64 << 10> piece_{};
};

}  // namespace

bool relay(int client, const Upstream& upstream, const RelayEvents& events) {
  return std::make_unique<Relay>(client, upstream, events)->run();
}

}  // namespace leakproof::server
