// SPDX-License-Identifier: MIT
#include "runtimes/collection/agent_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <span>
#include <system_error>
#include <utility>

#include "posix/thread_activity.hpp"
#include "protocol/answers.hpp"
#include "protocol/words.hpp"
#include "runtimes/collection/unread_order.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_line = 64 << 10;
constexpr std::size_t most_agents = 64;  // of a process
constexpr std::chrono::milliseconds between_looks{50};

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// The folders in which a temporary one may be made, in order of preference.
std::vector<fs::path> places() {
  std::error_code not_a_folder;
  std::vector<fs::path> all{fs::temp_directory_path(not_a_folder)};
  for (const char* const place : {"/tmp", "/dev/shm", "/var/tmp", "/run", "."}) {
    all.emplace_back(place);
  }
  return all;
}

// A temporary directory for the socket, needed from bind() until the socket's file has been
// opened.
class TempDir {
 public:
  explicit TempDir(std::span<const fs::path> places) {
    for (const fs::path& place : places) {
      path_ = (place / "leakproof-XXXXXX").string();
      if (!place.empty() && ::mkdtemp(path_.data()) != nullptr) return;
    }
    path_.clear();
  }
  ~TempDir() {
    if (path_.empty()) return;
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  /// False if nothing can be written anywhere, as in some containers.
  bool exists() const { return !path_.empty(); }

  std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// Sends one order to an agent and reads the answer line by line.
class Answer {
 public:
  Answer(const Fd& agent, std::string_view order, std::chrono::milliseconds patience)
      : socket_(agent.get()),
        deadline_(std::chrono::steady_clock::now() + patience),
        sent_(::send(agent.get(), order.data(), order.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(order.size())) {}

  /// Waits so long for a part of the answer. Also true if no more is to be waited for.
  bool is_ready_within(std::chrono::milliseconds time) const {
    const auto left = deadline_ - std::chrono::steady_clock::now();
    if (!sent_ || left <= time) return true;
    pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&ready, 1, static_cast<int>(time.count())) != 0;
  }

  /// Has the agent read the order?
  bool is_order_read() const {
    int unread = 0;
    return ::ioctl(socket_, SIOCOUTQ, &unread) == 0 && unread == 0;
  }

  /// nullopt if the agent hangs up, sends a line that is too long, or exceeds the deadline.
  std::optional<std::string> next_line() {
    auto end = received_.find('\n');
    for (; end == received_.npos; end = received_.find('\n')) {
      if (!sent_ || received_.size() > longest_line || !receive()) return std::nullopt;
    }
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    return line;
  }

 private:
  bool receive() {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
    pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0) return false;
    std::array<char, 4096> piece{};
    const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    received_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  std::chrono::steady_clock::time_point deadline_;
  bool sent_;
  std::string received_{};
};

std::optional<std::vector<Reported>> settled(Answer answer) {
  const auto line = answer.next_line();
  return line ? protocol::parse_settled(*line) : std::nullopt;
}

std::optional<Explanation> explained(Answer answer) {
  const auto first = answer.next_line();
  const auto head = first ? protocol::parse_explains(*first) : std::nullopt;
  if (!head) return std::nullopt;
  Explanation explanation{.source = head->source};
  for (std::int64_t i = 0; i < head->lines; ++i) {
    const auto line = answer.next_line();
    if (!line || !protocol::parse_explained(*line, explanation)) return std::nullopt;
  }
  return explanation;
}

// Waits for an answer. False if the thread of the agent ignores the order.
bool is_heeded(const Answer& answer, ThreadActivity& threads) {
  UnreadOrder order(threads.look());
  while (!answer.is_ready_within(between_looks)) {
    if (!answer.is_order_read() && order.is_ignored(threads.look())) return false;
  }
  return true;
}

void add(const std::vector<Reported>& more, std::vector<Reported>& sums) {
  for (const Reported& number : more) {
    const auto known = std::ranges::find(sums, number.name, &Reported::name);
    if (known == sums.end()) continue;
    known->value = std::clamp(known->value + number.value, -protocol::greatest_reported,
                              protocol::greatest_reported);
  }
}

}  // namespace

AgentServer::AgentServer() : AgentServer(places()) {}

AgentServer::AgentServer(std::span<const fs::path> places)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
  const TempDir folder(places);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!socket_) fail("a socket for agents");
  if (!folder.exists()) {
    listen_without_a_file();
    return;
  }
  const std::string path = folder.file("agents");
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    fail(path.c_str());
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(socket_.get(), SOMAXCONN) != 0) {
    fail("a socket for agents");
  }
  name_ = Fd{::open(path.c_str(), O_PATH | O_CLOEXEC)};
  if (!name_) fail(path.c_str());
}

// Under a name that the kernel chooses. Not always, because Node reaches such a socket only from
// version 20 on.
void AgentServer::listen_without_a_file() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socklen_t size = sizeof address.sun_family;
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  if (::bind(socket_.get(), any, size) != 0 || ::listen(socket_.get(), SOMAXCONN) != 0) {
    fail("a socket for agents");
  }
  size = sizeof address;
  ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  const std::size_t before = offsetof(sockaddr_un, sun_path) + 1;
  if (size > before) abstract_name_.assign(address.sun_path + 1, size - before);
}

std::string AgentServer::address() const {
  if (!name_) return "@" + abstract_name_;
  return fmt::format("/proc/{}/fd/{}", ::getpid(), name_.get());
}

bool AgentServer::knows(pid_t pid) {
  accept_pending();
  return agents_.contains(pid);
}

void AgentServer::accept_pending() {
  for (auto& [pid, agents] : agents_) {
    std::erase_if(agents.connected, [](const Agent& agent) {
      pollfd look{.fd = agent.socket.get(), .events = POLLRDHUP, .revents = 0};
      return ::poll(&look, 1, 0) == 1;
    });
  }
  std::erase_if(agents_, [](const auto& process) { return process.second.connected.empty(); });
  while (true) {
    Fd agent{::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
    if (!agent) return;
    ucred process{};
    socklen_t size = sizeof process;
    if (::getsockopt(agent.get(), SOL_SOCKET, SO_PEERCRED, &process, &size) != 0) continue;
    std::vector<Agent>& of_process = agents_[process.pid].connected;
    if (of_process.size() < most_agents) of_process.push_back({.socket = std::move(agent)});
  }
}

std::optional<std::vector<Reported>> AgentServer::settle(pid_t pid,
                                                         std::chrono::milliseconds patience) {
  accept_pending();
  const auto found = agents_.find(pid);
  if (found == agents_.end()) return std::nullopt;
  Agents& agents = found->second;
  const auto order = protocol::order_line(protocol::word::settle);
  auto sums = settled({agents.connected.front().socket, order, patience});
  if (!sums) return std::nullopt;
  ThreadActivity threads(pid);
  std::erase_if(agents.connected, [&](Agent& agent) {
    if (&agent == &agents.connected.front()) return false;
    Answer answer(agent.socket, order, patience);
    if (is_heeded(answer, threads)) {
      if (auto more = settled(std::move(answer))) {
        agent.reported = *std::move(more);
        add(agent.reported, *sums);
        return false;
      }
    }
    std::ranges::move(agent.reported, std::back_inserter(agents.reported_by_forgotten));
    return true;
  });
  add(agents.reported_by_forgotten, *sums);
  return sums;
}

std::optional<Explanation> AgentServer::explain(pid_t pid, std::chrono::milliseconds patience) {
  const auto process = agents_.find(pid);
  if (process == agents_.end()) return std::nullopt;
  const auto order = protocol::order_line(protocol::word::explain);
  std::vector<Agent>& agents = process->second.connected;
  auto all = explained({agents.front().socket, order, patience});
  if (!all) return std::nullopt;
  ThreadActivity threads(pid);
  std::erase_if(agents, [&](Agent& agent) {
    if (&agent == &agents.front()) return false;
    Answer answer(agent.socket, order, patience);
    auto more = is_heeded(answer, threads) ? explained(std::move(answer)) : std::nullopt;
    if (more) {
      std::ranges::move(more->holdings, std::back_inserter(all->holdings));
      std::ranges::move(more->containers, std::back_inserter(all->containers));
      return false;
    }
    std::ranges::move(agent.reported, std::back_inserter(process->second.reported_by_forgotten));
    return true;
  });
  return all;
}

}  // namespace leakproof
