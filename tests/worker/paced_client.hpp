// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/gate.hpp"
#include "posix/fd.hpp"
#include "posix/process.hpp"
#include "shell.hpp"

namespace leakproof::testing {

/// A gate with counts that the test sets.
class FakeGate : public Gate {
 public:
  void shut() override { is_shut = true; }
  void open() override { is_shut = false; }
  void let_through(std::int64_t fetches) override {
    ordered += fetches;
    if (passes_what_is_ordered) made_up.passed = ordered;
  }
  GateCounts counts() override { return made_up; }
  std::vector<server::ClientEnd> held_clients() override { return held; }
  int event() const override { return event_.get(); }

  GateCounts made_up{};
  std::vector<server::ClientEnd> held{};
  std::int64_t ordered = 0;
  bool is_shut = false;
  bool passes_what_is_ordered = false;

 private:
  Fd event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
};

/// A server on loopback, and the command of a client that connects to it and waits, or does
/// something else `then`.
class Listener {
 public:
  Listener() {
    EXPECT_EQ(::bind(socket_.get(), generic(), size_), 0);
    EXPECT_EQ(::listen(socket_.get(), 1), 0);
    ::getsockname(socket_.get(), generic(), &size_);
  }

  Command client(const std::string& bash = "/bin/bash",
                 const std::string& then = "read -u 3") const {
    Command command = shell("");
    const std::string port = std::to_string(ntohs(address_.sin_port));
    command.words = {bash, "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port + "; " + then};
    return command;
  }

  server::ClientEnd accept() {
    sockaddr_in client{};
    connection_ = Fd{::accept4(socket_.get(), reinterpret_cast<sockaddr*>(&client), &size_, 0)};
    return {.address = INADDR_LOOPBACK,
            .port = ntohs(client.sin_port),
            .server_address = INADDR_LOOPBACK,
            .server_port = ntohs(address_.sin_port)};
  }

  void hang_up() { ::send(connection_.get(), "\n", 1, MSG_NOSIGNAL); }

 private:
  sockaddr* generic() { return reinterpret_cast<sockaddr*>(&address_); }

  sockaddr_in address_{.sin_family = AF_INET,
                       .sin_port = 0,
                       .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
                       .sin_zero = {}};
  socklen_t size_ = sizeof address_;
  Fd socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  Fd connection_{};
};

}  // namespace leakproof::testing
