// SPDX-License-Identifier: MIT
#include "transfer.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace leakproof::clients {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_redirects = 10;

// The upload is generated while it is sent, and occupies no memory.
bool send_some(std::size_t, std::size_t left, httplib::DataSink& sink) {
  static constexpr auto piece = [] {
    std::array<char, 4096> made{};
    made.fill('x');
    return made;
  }();
  return sink.write(piece.data(), std::min(left, piece.size()));
}

void set_proxy(httplib::Client& client, std::string_view proxy) {
  proxy.remove_prefix(proxy.find("://") + 3);
  const std::size_t colon = proxy.rfind(':');
  client.set_proxy(std::string(proxy.substr(0, colon)),
                   std::stoi(std::string(proxy.substr(colon + 1))));
}

// Basic credentials are sent with the first request; a digest is sent after the challenge.
void set_user(httplib::Client& client, const std::string& user) {
  const std::string name = user.substr(0, user.find(':'));
  const std::string password = user.substr(std::min(user.size(), name.size() + 1));
  client.set_basic_auth(name, password);
  client.set_digest_auth(name, password);
}

httplib::Request asking_for(const std::string& path, const Request& request) {
  httplib::Request asked;
  asked.method = request.method;
  asked.path = path;
  asked.redirect_count_ = most_redirects;
  if (request.method == "POST") {
    asked.set_header("Content-Type", "application/octet-stream");
    asked.content_length_ = request.upload_bytes;
    asked.content_provider_ = send_some;
  }
  if (!request.if_none_match.empty()) asked.set_header("If-None-Match", request.if_none_match);
  return asked;
}

}  // namespace

Address address_of(std::string_view url) {
  const std::size_t slash = url.find('/', url.find("://") + 3);
  const std::string_view server = url.substr(0, slash);
  const std::string_view path = url.substr(server.size());
  return {.server = std::string(server), .path = path.empty() ? "/" : std::string(path)};
}

std::string_view beyond_httplib(const Request& request) {
  if (request.http2) return "httplib does not support HTTP/2";
  if (request.expect_continue) return "httplib's client does not wait for 100 Continue";
  if (request.multipart) return "httplib's client sends a form only as a string in memory";
  return "";
}

std::unique_ptr<httplib::Client> connect_to(const std::string& server, const Request& request) {
  const std::string& identity = request.certificate_file;
  auto client = std::make_unique<httplib::Client>(server, identity, identity);
  client->set_follow_location(true);
  if (!request.ca_file.empty()) client->set_ca_cert_path(request.ca_file);
  if (!request.proxy.empty()) set_proxy(*client, request.proxy);
  if (!request.user.empty()) set_user(*client, request.user);
  if (request.timeout.count() > 0) {
    client->set_connection_timeout(request.timeout);
    client->set_read_timeout(request.timeout);
    client->set_write_timeout(request.timeout);
  }
  return client;
}

Outcome perform(httplib::Client& client, const std::string& path, const Request& request) {
  // httplib's own time-outs apply to each single read or write, not to the whole fetch.
  const Clock::time_point start = Clock::now();
  const bool may_time_out = request.timeout.count() > 0;
  std::string body;
  httplib::Request asked = asking_for(path, request);
  asked.content_receiver = [&](const char* data, std::size_t count, std::uint64_t, std::uint64_t) {
    body.append(data, count);
    const bool enough = request.cancel_after > 0 && body.size() >= request.cancel_after;
    const bool late = may_time_out && Clock::now() - start >= request.timeout;
    return !enough && !late;
  };
  const httplib::Result result = client.send(asked);
  if (!result) return {.error = httplib::to_string(result.error())};
  return {.ok = true, .status = result->status, .body_bytes = body.size()};
}

}  // namespace leakproof::clients
