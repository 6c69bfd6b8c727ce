// SPDX-License-Identifier: MIT
#include "posix/descriptor_kinds.hpp"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "posix/fd.hpp"

namespace leakproof {
namespace {

// The kernel's numbers.
std::string_view state_of(std::uint8_t number) {
  constexpr std::array<std::string_view, 12> names{
      "another state", "ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
      "TIME_WAIT",     "CLOSE",       "CLOSE_WAIT", "LAST_ACK", "LISTEN",    "CLOSING"};
  return names[number < names.size() ? number : 0];
}

template <class T>
T read_as(std::span<const char> bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

bool ask(const Fd& kernel, std::uint8_t family) {
  struct {
    nlmsghdr header{};
    inet_diag_req_v2 request{};
  } question;
  question.header.nlmsg_len = sizeof question;
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  question.request.sdiag_family = family;
  question.request.sdiag_protocol = IPPROTO_TCP;
  // Not the tens of thousands that nobody has any more.
  question.request.idiag_states = ~(1U << TCP_TIME_WAIT);
  return ::send(kernel.get(), &question, sizeof question, 0) == sizeof question;
}

// sock_diag(7), as /proc/net/tcp has a line for each connection that ever was, of late.
void read_states(std::uint8_t family, std::map<std::string, std::string>& states) {
  const Fd kernel{::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)};
  if (!kernel || !ask(kernel, family)) return;
  std::vector<char> buffer(std::size_t{32} * 1024);  // as netlink(7) advises
  while (true) {
    const ssize_t size = ::recv(kernel.get(), buffer.data(), buffer.size(), 0);
    if (size <= 0) return;
    std::span<const char> part(buffer.data(), static_cast<std::size_t>(size));
    while (part.size() >= sizeof(nlmsghdr)) {
      const auto header = read_as<nlmsghdr>(part);
      if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || header.nlmsg_len > part.size()) return;
      if (header.nlmsg_len >= NLMSG_HDRLEN + sizeof(inet_diag_msg)) {
        const auto socket = read_as<inet_diag_msg>(part.subspan(NLMSG_HDRLEN));
        states["socket:[" + std::to_string(socket.idiag_inode) + "]"] =
            state_of(socket.idiag_state);
      }
      part = part.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), part.size()));
    }
  }
}

}  // namespace

DescriptorKinds::DescriptorKinds(pid_t pid) : process_("/proc/" + std::to_string(pid)) {
  for (const std::uint8_t family : {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}})
    read_states(family, tcp_states_);
}

std::optional<std::string> DescriptorKinds::at(int fd) const {
  std::array<char, 64> target{};
  const std::string path = process_ + "/fd/" + std::to_string(fd);
  const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
  if (length <= 0) return std::nullopt;
  const std::string_view text(target.data(), static_cast<std::size_t>(length));
  if (const auto tcp = tcp_states_.find(std::string(text)); tcp != tcp_states_.end()) {
    return tcp->second;
  }
  constexpr std::string_view nameless = "anon_inode:[";
  if (text.starts_with(nameless)) {
    const std::string_view kind = text.substr(nameless.size());
    return std::string(kind.substr(0, kind.find(']')));
  }
  if (text.starts_with("socket:")) return "socket (not TCP)";
  return text.starts_with("pipe:") ? "pipe" : "file";
}

}  // namespace leakproof
