// SPDX-License-Identifier: MIT
#include "posix/outer_events.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "posix/read_file.hpp"
#include "posix/socket_table.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

struct Descriptor {
  std::string target{};  // "pipe:[123]"
  std::string details{};
};

std::map<int, Descriptor> descriptors_of(pid_t pid) {
  constexpr std::size_t longest = 4096;
  std::map<int, Descriptor> found;
  const std::string process = fmt::format("/proc/{}", pid);
  for (const fs::directory_entry& entry : fs::directory_iterator(process + "/fd")) {
    std::error_code closed;
    const std::string target = fs::read_symlink(entry.path(), closed).string();
    const std::string number = entry.path().filename().string();
    if (closed) continue;
    found[std::stoi(number)] = {target,
                                read_file(fmt::format("{}/fdinfo/{}", process, number), longest)};
  }
  return found;
}

// "flags:	02004002" is octal (proc(5)).
int access_of(const Descriptor& descriptor) {
  constexpr std::string_view key = "flags:";
  const std::size_t at = descriptor.details.find(key);
  if (at == std::string::npos) return O_RDWR;
  return std::stoi(descriptor.details.substr(at + key.size()), nullptr, 8) & O_ACCMODE;
}

bool is_set(const Descriptor& timer) {
  return timer.details.find("it_value: (0, 0)") == std::string::npos;
}

std::set<std::string> other_tcp_sockets(int server_port) {
  const auto sockets = tcp_sockets({.states = ~(1U << TCP_TIME_WAIT)});
  if (!sockets) throw std::runtime_error("no sockets");
  std::set<std::string> others;
  for (const TcpSocket& socket : *sockets) {
    if (socket.leads_to_loopback && socket.peer_port == server_port) continue;
    others.insert(fmt::format("socket:[{}]", socket.inode));
  }
  return others;
}

bool have_outer(const std::map<int, Descriptor>& descriptors, const std::set<std::string>& others) {
  const auto is_written_here = [&](const std::string& pipe) {
    return std::ranges::any_of(descriptors, [&](const auto& each) {
      return each.second.target == pipe && access_of(each.second) != O_RDONLY;
    });
  };
  return std::ranges::any_of(descriptors, [&](const auto& each) {
    const auto& [number, descriptor] = each;
    const std::string& target = descriptor.target;
    if (target.starts_with("socket:")) return others.contains(target);
    if (target.starts_with("pipe:")) {
      // The standard input is closed at its other end.
      return number != 0 && access_of(descriptor) == O_RDONLY && !is_written_here(target);
    }
    if (target == "anon_inode:[timerfd]") return is_set(descriptor);
    return target == "anon_inode:[pidfd]" || target == "anon_inode:inotify";
  });
}

}  // namespace

bool may_await_others(pid_t pid, int server_port) {
  try {
    return have_outer(descriptors_of(pid), other_tcp_sockets(server_port));
  } catch (const std::exception&) {  // the process has gone, or one of its descriptors
    return true;
  }
}

}  // namespace leakproof
