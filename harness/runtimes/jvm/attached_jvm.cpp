// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attached_jvm.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <sstream>
#include <string>
#include <thread>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

// /tmp as the JVM sees it, which may differ from ours in a container.
std::string socket_path(pid_t pid) { return fmt::format("/proc/{0}/root/tmp/.java_pid{0}", pid); }

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

// On SIGQUIT a JVM opens its socket if the file .attach_pidPID exists; otherwise it prints
// its threads.
bool open_socket(pid_t pid, Clock::time_point deadline) {
  if (exists(socket_path(pid))) return true;
  if (!catches_quit(pid)) return false;
  const std::string request = fmt::format("/proc/{0}/cwd/.attach_pid{0}", pid);
  const Fd file{::open(request.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!file) return false;
  ::kill(pid, SIGQUIT);
  while (!exists(socket_path(pid)) && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ::unlink(request.c_str());
  return exists(socket_path(pid));
}

// Sends one command and returns the end of the reply, which is an exit code, a line end, and text
// until end of file.
std::optional<std::string> command(pid_t pid, std::string_view words, Clock::time_point deadline) {
  const Fd jvm{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket_path(pid);
  if (!jvm || path.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
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
  std::string exit_code;
  std::array<char, 4096> piece{};
  for (std::size_t total = 0; total < most;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd ready{.fd = jvm.get(), .events = POLLIN, .revents = 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return std::nullopt;
    const ssize_t got = ::recv(jvm.get(), piece.data(), piece.size(), 0);
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    total += static_cast<std::size_t>(got);
    reply.append(piece.data(), static_cast<std::size_t>(got));
    if (exit_code.size() < 2) exit_code = reply.substr(0, 2);
    if (reply.size() > 2 * piece.size()) reply.erase(0, reply.size() - piece.size());
  }
  return exit_code == "0\n" ? std::optional(reply) : std::nullopt;
}

// The bytes of all live objects, from the last line of a class histogram: "Total  9226  459792".
// Unlike GC.heap_info, it has the same form and the same meaning under each collector.
std::optional<std::int64_t> bytes_of_all(std::string_view histogram) {
  constexpr std::string_view key = "\nTotal";
  const std::size_t at = histogram.rfind(key);
  if (at == histogram.npos) return std::nullopt;
  std::istringstream line(std::string(histogram.substr(at + key.size())));
  std::int64_t objects = 0;
  std::int64_t bytes = 0;
  return line >> objects >> bytes ? std::optional(bytes) : std::nullopt;
}

}  // namespace

Attachment AttachedJvm::attach(pid_t pid, std::chrono::milliseconds patience) {
  std::unique_ptr<Collector> jvm(new AttachedJvm(pid));
  return {.collector = jvm->settle(patience) ? std::move(jvm) : nullptr};
}

AttachedJvm::~AttachedJvm() { ::unlink(socket_path(pid_).c_str()); }

std::optional<std::vector<Reported>> AttachedJvm::settle(std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  if (!open_socket(pid_, deadline)) return std::nullopt;
  // A collection of its own precedes the histogram. Before it, GC.run queues what has finalizers.
  if (!command(pid_, "GC.run", deadline)) return std::nullopt;
  const auto histogram = command(pid_, "GC.class_histogram", deadline);
  const auto used = histogram ? bytes_of_all(*histogram) : std::nullopt;
  if (!used) return std::nullopt;
  return std::vector<Reported>{{.name = "jvm_heap", .value = *used}};
}

}  // namespace leakproof
