// SPDX-License-Identifier: MIT
#include "posix/processes.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

// Entries of a folder of /proc whose names are numbers.
std::vector<pid_t> numbered(const std::string& folder) {
  std::vector<pid_t> numbers;
  std::error_code gone;
  for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end;
       entry.increment(gone)) {
    const std::string name = entry->path().filename();
    pid_t number = 0;
    const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && *rest == '\0') numbers.push_back(number);
  }
  return numbers;
}

// "socket:[123456]", as a descriptor's link reads. Asked of the kernel by
// sock_diag(7): /proc/net/tcp has a line for each connection that ever was, of
// late. IPv4's question also finds a socket of IPv6's family that speaks IPv4.
std::optional<std::string> socket_link(int port, int peer_port) {
  const Fd kernel{::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)};
  struct {
    nlmsghdr header{};
    inet_diag_req_v2 request{};
  } question;
  question.header.nlmsg_len = sizeof question;
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST;
  question.request.sdiag_family = AF_INET;
  question.request.sdiag_protocol = IPPROTO_TCP;
  question.request.idiag_states = ~0U;
  inet_diag_sockid& id = question.request.id;
  id.idiag_sport = htons(static_cast<std::uint16_t>(port));
  id.idiag_dport = htons(static_cast<std::uint16_t>(peer_port));
  id.idiag_src[0] = id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
  id.idiag_cookie[0] = id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  struct {
    nlmsghdr header{};
    inet_diag_msg socket{};
    std::array<char, 512> attributes{};
  } answer;
  if (!kernel || ::send(kernel.get(), &question, sizeof question, 0) != sizeof question ||
      ::recv(kernel.get(), &answer, sizeof answer, 0) <= 0 ||
      answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY || answer.socket.idiag_inode == 0) {
    return std::nullopt;
  }
  return fmt::format("socket:[{}]", answer.socket.idiag_inode);
}

bool holds(pid_t pid, const std::string& link) {
  const std::string folder = fmt::format("/proc/{}/fd", pid);
  return std::ranges::any_of(numbered(folder), [&](int descriptor) {
    std::error_code gone;
    return fs::read_symlink(fmt::format("{}/{}", folder, descriptor), gone) == link;
  });
}

}  // namespace

std::vector<pid_t> all_processes() { return numbered("/proc"); }

bool started_with(pid_t pid, std::string_view variable) {
  ProcFile environment(pid, "environ");
  const auto text = environment.read();
  if (!text) return false;
  const std::string found = '\0' + std::string(variable) + '\0';
  return ('\0' + std::string(*text)).find(found) != std::string::npos;
}

std::optional<pid_t> owner_of_connection(int port, int peer_port, std::span<const pid_t> among) {
  const auto link = socket_link(port, peer_port);
  if (!link) return std::nullopt;
  const auto owner = std::ranges::find_if(among, [&](pid_t pid) { return holds(pid, *link); });
  return owner != among.end() ? std::optional(*owner) : std::nullopt;
}

void raise_descriptor_limit(pid_t pid) {
  rlimit limit{};
  if (::prlimit(pid, RLIMIT_NOFILE, nullptr, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::prlimit(pid, RLIMIT_NOFILE, &limit, nullptr);
}

bool is_asleep(pid_t pid) {
  const std::string folder = fmt::format("/proc/{}/task", pid);
  return std::ranges::none_of(numbered(folder), [&](pid_t thread) {
    ProcFile stat(pid, fmt::format("task/{}/stat", thread));
    const auto text = stat.read();
    if (!text) return false;
    const std::size_t state = text->rfind(')') + 2;  // a name may hold anything
    return state < text->size() && (*text)[state] == 'R';
  });
}

std::string command_line(pid_t pid) {
  ProcFile file(pid, "cmdline");
  std::string text(file.read().value_or(""));
  while (text.ends_with('\0')) text.pop_back();
  std::ranges::replace(text, '\0', ' ');
  return text;
}

}  // namespace leakproof
