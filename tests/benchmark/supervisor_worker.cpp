// SPDX-License-Identifier: MIT
// leakproof as the client under test: each fetch is a complete `leakproof run` in this
// process, including origin, worker, judge and reports. So leakproof measures whether
// leakproof grows.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

#include <leakproof/client.hpp>
#include <leakproof/worker.hpp>

#include "cli/command_line.hpp"
#include "posix/fd.hpp"

namespace {

using leakproof::Client;
using leakproof::ClientEntry;
using leakproof::Outcome;
using leakproof::Request;

// Sends one plain request to the outer origin, so that its audit finds one request per
// fetch.
bool send_request(std::string_view url) {
  url.remove_prefix(url.rfind(':') + 1);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::uint16_t port = 0;
  std::from_chars(url.data(), url.data() + url.size(), port);
  address.sin_port = htons(port);
  const leakproof::Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  constexpr std::string_view question =
      "GET /small HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  std::array<char, 512> reply{};
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
             0 &&
         ::write(socket.get(), question.data(), question.size()) > 0 &&
         ::read(socket.get(), reply.data(), reply.size()) > 0;
}

class Supervisor final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    std::array words{"leakproof",     "run",     "pooled", "--on",      "small",  "--horizon", "60",
                     "--no-controls", "--quiet", "--json", "/dev/null", "--jobs", "1"};
    std::array<char*, words.size() + 1> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = const_cast<char*>(words[i]);
    const int code = leakproof::cli::main(static_cast<int>(words.size()), arguments.data());
    return {.ok = code == 0 && send_request(request.url)};
  }
};

}  // namespace

int main(int argc, char** argv) {
  const ClientEntry entry{
      .name = "leakproof", .summary = "one trial a fetch", .make = []() -> std::unique_ptr<Client> {
        return std::make_unique<Supervisor>();
      }};
  return leakproof::worker_main(argc, argv, {&entry, 1}, "");
}
