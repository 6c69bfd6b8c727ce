// SPDX-License-Identifier: MIT
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <poll.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <list>
#include <memory>
#include <mutex>

#include "commands/command.hpp"
#include "environment/http2_proxy.hpp"
#include "environment/request_line.hpp"
#include "model/exit_code.hpp"
#include "model/scenario.hpp"
#include "plan/selection.hpp"
#include "posix/interrupt.hpp"
#include "server/origin.hpp"
#include "text/printable.hpp"

namespace leakproof::commands {
namespace {

class RequestLog {
 public:
  void add(std::string_view scenario, const std::string& request, bool whole) {
    const std::lock_guard lock(mutex_);
    fmt::print("{:%H:%M:%S} {:<20} {}{}\n", fmt::localtime(std::time(nullptr)), scenario,
               printable(request), whole ? "" : "  (incomplete reply)");
    std::fflush(stdout);
  }

 private:
  std::mutex mutex_;
};

// Runs the origins, without trials, until it is interrupted.
int serve_scenarios(const std::vector<std::string>& names) {
  const Interrupt interrupt;
  RequestLog log;
  std::list<server::Origin> origins;
  std::list<Http2Proxy> proxies;
  for (const Scenario& scenario : named_scenarios(names)) {
    const auto known = server::catalogue();
    const auto& entry = *std::ranges::find(known, scenario.name, &server::ScenarioEntry::name);
    const server::Origin& origin = origins.emplace_back(
        entry, server::ClientQueries{}, [&log, &entry](const std::string& request, bool whole) {
          log.add(entry.name, request, whole);
        });
    const int port = entry.behind_http2 ? proxies.emplace_back(origin).port() : origin.port();
    fmt::print("{:<20} {}\n", entry.name, request_line(entry, origin, {}, port));
  }
  fmt::print(
      "Words after a URL are parameters that the client must apply. Ctrl-C stops the server.\n");
  std::fflush(stdout);
  pollfd wish{.fd = interrupt.fd(), .events = POLLIN, .revents = 0};
  while (::poll(&wish, 1, -1) < 1) {
  }
  return exit_clean;
}

}  // namespace

CommandEntry serve() {
  return {
      .name = "serve",
      .summary = "run only the server, for a browser or curl",
      .examples = {{"leakproof serve stall tls-expired",
                    "print the URL of each scenario, and serve them until Ctrl-C"}},
      .group = Group::explore,
      .add = [](CLI::App& command, Invocation&) -> Action {
        const auto names = std::make_shared<std::vector<std::string>>();
        command.add_option("SCENARIO", *names, "scenarios or groups of them")->default_str("basic");
        return [names] { return serve_scenarios(*names); };
      }};
}

}  // namespace leakproof::commands
