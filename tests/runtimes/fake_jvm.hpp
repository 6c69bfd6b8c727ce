// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "posix/fd.hpp"

namespace leakproof::testing {

/// Answers on this process's attach socket as HotSpot does.
class FakeJvm {
 public:
  /// The answer's bytes for each command, such as "GC.run"; it does not answer other commands,
  /// except one that adds a compiler directive.
  using Answers = std::map<std::string, std::string>;

  static std::string socket_path() { return "/tmp/.java_pid" + std::to_string(::getpid()); }
  static std::string request_path() { return ".attach_pid" + std::to_string(::getpid()); }

  /// `before_answer` is called with the number of the order, from 1.
  explicit FakeJvm(
      Answers answers, std::function<void(std::size_t)> before_answer = [](std::size_t) {})
      : answers_(std::move(answers)), before_answer_(std::move(before_answer)) {
    // Create the socket under another name and rename it when it listens.
    const std::string unready = socket_path() + ".tmp";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    unready.copy(address.sun_path, sizeof address.sun_path - 1);
    ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(socket_.get(), 8);
    ::rename(unready.c_str(), socket_path().c_str());
    server_ = std::jthread([this] { serve(); });
  }
  ~FakeJvm() { stop(); }
  FakeJvm(const FakeJvm&) = delete;
  FakeJvm& operator=(const FakeJvm&) = delete;

  /// Changes an answer. For `before_answer` only.
  void answer(const std::string& command, std::string bytes) {
    answers_[command] = std::move(bytes);
  }

  /// Stops the server and returns the orders that it received, without those for the compiler.
  const std::vector<std::string>& stop() {
    if (server_.joinable()) {
      ::shutdown(socket_.get(), SHUT_RDWR);
      server_.join();
      ::unlink(socket_path().c_str());
    }
    return orders_;
  }

  /// The text of the last compiler directive. Call stop() first.
  const std::string& directive() const { return directive_; }

 private:
  // Reads the directive's file while the order is executed, as HotSpot does.
  void add_directive(const std::string& order, int client) {
    const std::size_t path = order.find(directives_add) + directives_add.size() + 1;
    std::ifstream file(order.substr(path, order.find('|', path) - path));
    directive_.assign(std::istreambuf_iterator<char>(file), {});
    ::send(client, "0\n", 2, MSG_NOSIGNAL);
  }

  void serve() {
    std::vector<Fd> silent;
    while (true) {
      Fd client{::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
      if (!client) return;
      std::string order;
      std::array<char, 100> piece{};
      while (std::ranges::count(order, '\0') < 5) {
        const ssize_t got = ::recv(client.get(), piece.data(), piece.size(), 0);
        if (got <= 0) break;
        order.append(piece.data(), static_cast<std::size_t>(got));
      }
      std::ranges::replace(order, '\0', '|');
      if (order.find(directives_add) != order.npos) {
        add_directive(order, client.get());
        continue;
      }
      orders_.push_back(order);
      before_answer_(orders_.size());
      const auto answer = std::ranges::find_if(answers_, [&](const auto& known) {
        return order.find("|" + known.first + "|") != order.npos;
      });
      if (answer == answers_.end()) {
        silent.push_back(std::move(client));
      } else {
        ::send(client.get(), answer->second.data(), answer->second.size(), MSG_NOSIGNAL);
      }
    }
  }

  static constexpr std::string_view directives_add = "Compiler.directives_add";

  Answers answers_;
  std::function<void(std::size_t)> before_answer_;
  std::vector<std::string> orders_;
  std::string directive_;
  Fd socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::jthread server_;
};

}  // namespace leakproof::testing
