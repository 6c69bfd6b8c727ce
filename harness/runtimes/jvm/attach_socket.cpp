// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attach_socket.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <thread>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

bool exists(const std::string& path) {
  struct stat entry {};
  return ::stat(path.c_str(), &entry) == 0;
}

// SIGQUIT terminates a process that does not catch it, such as a program that has not
// started its JVM yet.
bool catches_quit(pid_t pid) {
  ProcFile status(pid, "status");
  const std::string_view text = status.read().value_or("");
  constexpr std::string_view key = "SigCgt:\t";
  const std::size_t at = text.find(key);
  if (at == text.npos) return false;
  std::uint64_t caught = 0;
  std::from_chars(text.data() + at + key.size(), text.data() + text.size(), caught, 16);
  return ((caught >> (SIGQUIT - 1)) & 1) != 0;
}

// The value of a variable in a list of "NAME=value", each with a null byte at its end.
std::string_view value_of(std::string_view name, std::string_view environment) {
  while (!environment.empty()) {
    const std::string_view variable = environment.substr(0, environment.find('\0'));
    if (variable.starts_with(name) && variable.substr(name.size()).starts_with('=')) {
      return variable.substr(name.size() + 1);
    }
    environment.remove_prefix(std::min(variable.size() + 1, environment.size()));
  }
  return {};
}

// Which of its sources of options, in the order in which HotSpot reads them, has `on` last, unless
// `off` follows: "it was started with -Xrs". Empty if none has.
std::string where_enabled(pid_t pid, std::string_view on, std::string_view off) {
  std::string where;
  const auto look = [&](std::string_view words, std::string_view source) {
    const std::size_t last_on = words.rfind(on);
    const std::size_t last_off = words.rfind(off);
    if (last_on == words.npos && last_off == words.npos) return;
    const bool is_on = last_off == words.npos || (last_on != words.npos && last_on > last_off);
    where = is_on ? fmt::format("{} {}", source, on) : "";
  };
  ProcFile environ(pid, "environ");
  ProcFile command_line(pid, "cmdline");
  const std::string variables(environ.read().value_or(""));
  look(value_of("JAVA_TOOL_OPTIONS", variables), "JAVA_TOOL_OPTIONS has");
  look(value_of("JDK_JAVA_OPTIONS", variables), "JDK_JAVA_OPTIONS has");
  look(command_line.read().value_or(""), "it was started with");
  look(value_of("_JAVA_OPTIONS", variables), "_JAVA_OPTIONS has");
  return where;
}

}  // namespace

// /tmp as the JVM sees it, which may differ from ours in a container.
AttachSocket::AttachSocket(pid_t pid)
    : pid_(pid),
      folder_(
          ::open(fmt::format("/proc/{}/root/tmp", pid).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
      path_(fmt::format("/proc/{0}/root/tmp/.java_pid{0}", pid)) {}

AttachSocket::~AttachSocket() {
  ::unlinkat(folder_.get(), fmt::format(".java_pid{}", pid_).c_str(), 0);
}

// On SIGQUIT a JVM opens its socket if the file .attach_pidPID exists; otherwise it prints
// its threads.
bool AttachSocket::open(Time deadline) const {
  if (exists(path_)) return true;
  if (!catches_quit(pid_)) return false;
  const std::string request = fmt::format("/proc/{0}/cwd/.attach_pid{0}", pid_);
  const Fd file{::open(request.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!file) return false;
  ::kill(pid_, SIGQUIT);
  while (!exists(path_) && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ::unlink(request.c_str());
  return exists(path_);
}

// The reply is an exit code, a line end, and text until end of file.
std::optional<std::string> AttachSocket::command(std::string_view words, Time deadline) const {
  const Fd jvm{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!jvm || path_.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
  if (::connect(jvm.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return std::nullopt;
  }
  std::string order = "1";  // the protocol's version, before a command and its three arguments
  for (const std::string_view word :
       {std::string_view("jcmd"), words, std::string_view(), std::string_view()}) {
    order += '\0';
    order += word;
  }
  order += '\0';
  if (::send(jvm.get(), order.data(), order.size(), MSG_NOSIGNAL) < 0) return std::nullopt;
  constexpr std::size_t most = std::size_t{64} << 20;
  std::string reply;
  std::array<char, 65536> piece{};
  while (reply.size() < most) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd ready{.fd = jvm.get(), .events = POLLIN, .revents = 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return std::nullopt;
    const ssize_t got = ::recv(jvm.get(), piece.data(), piece.size(), 0);
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    reply.append(piece.data(), static_cast<std::size_t>(got));
  }
  constexpr std::string_view success = "0\n";
  if (!reply.starts_with(success)) return std::nullopt;
  reply.erase(0, success.size());
  return reply;
}

std::string obstacle_to_attaching(pid_t pid) {
  struct Option {
    std::string_view on{};
    std::string_view off{};
    std::string_view consequence{};
  };
  constexpr std::array options{
      Option{"-XX:+DisableAttachMechanism", "-XX:-DisableAttachMechanism", ""},
      Option{"-XX:+UseEpsilonGC", "-XX:-UseEpsilonGC", ", which collects nothing"}};
  for (const Option& option : options) {
    const std::string where = where_enabled(pid, option.on, option.off);
    if (!where.empty()) return fmt::format("{}{}; start it without", where, option.consequence);
  }
  if (catches_quit(pid)) return "";
  const std::string where = where_enabled(pid, "-Xrs", "-XX:+StartAttachListener");
  return where.empty() ? "" : where + "; add -XX:+StartAttachListener";
}

}  // namespace leakproof
