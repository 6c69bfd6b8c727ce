// SPDX-License-Identifier: MIT
#include "environment/http2_proxy.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "environment/programs.hpp"
#include "model/origin.hpp"
#include "model/worker.hpp"
#include "server/listening_socket.hpp"
#include "server/upstream.hpp"

namespace leakproof {
namespace {

constexpr auto patience = std::chrono::seconds(10);

// Another process may take the port before nghttpx does; then nghttpx exits with an error.
int free_port() { return server::ListeningSocket().port(); }

Command command_for(int port, const server::Origin& origin) {
  if (found_on_path("nghttpx").empty()) {
    throw WorkerSkips("not installed: apt install nghttp2-proxy");
  }
  return {.words = {"nghttpx", fmt::format("--frontend=127.0.0.1,{}", port),
                    fmt::format("--backend=127.0.0.1,{}", origin.port()), "--conf=/dev/null",
                    "--workers=1", "--single-process", "--no-ocsp", "--npn-list=h2",
                    "--log-level=FATAL", origin.own_file(), origin.own_file()},
          .environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"},
          .output = Command::Output::discarded};
}

}  // namespace

Http2Proxy::Http2Proxy(const server::Origin& origin)
    : port_(free_port()), process_(command_for(port_, origin)) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const server::Upstream address{.host = "127.0.0.1", .port = std::to_string(port_)};
  while (!server::can_connect(address)) {
    if (process_.exit_code() || std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error(fmt::format("nghttpx does not listen on 127.0.0.1:{}", port_));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace leakproof
