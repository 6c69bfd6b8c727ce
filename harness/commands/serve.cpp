// SPDX-License-Identifier: MIT
#include "commands/serve.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <list>
#include <mutex>

#include "environment/http2_proxy.hpp"
#include "environment/request_line.hpp"
#include "model/exit_code.hpp"
#include "model/scenario.hpp"
#include "plan/selection.hpp"
#include "posix/interrupt.hpp"
#include "server/origin.hpp"
#include "text/text.hpp"

namespace leakproof {
namespace {

class Log {
 public:
  void add(std::string_view scenario, const std::string& request, bool whole) {
    const std::lock_guard lock(mutex_);
    fmt::print("{:%H:%M:%S} {:<20} {}{}\n", fmt::localtime(std::time(nullptr)), scenario,
               printable(request), whole ? "" : "  (not answered whole)");
    std::fflush(stdout);
  }

 private:
  std::mutex mutex_;
};

}  // namespace

int serve_command(const std::vector<std::string>& names) {
  const Interrupt interrupt;
  Log log;
  std::list<server::Origin> origins;
  std::list<Http2Proxy> fronts;
  for (const Scenario& scenario : named_scenarios(names)) {
    const auto known = server::catalogue();
    const auto& entry = *std::ranges::find(known, scenario.name, &server::ScenarioEntry::name);
    const server::Origin& origin =
        origins.emplace_back(entry, [&log, &entry](const std::string& request, bool whole) {
          log.add(entry.name, request, whole);
        });
    const int port = entry.behind_http2 ? fronts.emplace_back(origin).port() : origin.port();
    fmt::print("{:<20} {}\n", entry.name, ask_of(entry, origin, {}, port));
  }
  fmt::print("Behind a URL is what the client has to do besides. Ctrl-C ends it.\n");
  std::fflush(stdout);
  pollfd wish{.fd = interrupt.fd(), .events = POLLIN, .revents = 0};
  while (::poll(&wish, 1, -1) < 1) {
  }
  return exit_clean;
}

}  // namespace leakproof
