// SPDX-License-Identifier: MIT
#include "measure/descriptor_kinds.hpp"

#include <unistd.h>

#include <array>
#include <charconv>
#include <fstream>
#include <sstream>
#include <string_view>

namespace leakproof {
namespace {

// proc(5): the kernel's numbers, in hexadecimal.
std::string_view state_of(std::string_view number) {
  constexpr std::array<std::string_view, 12> names{
      "",          "ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
      "TIME_WAIT", "CLOSE",       "CLOSE_WAIT", "LAST_ACK", "LISTEN",    "CLOSING"};
  unsigned state = 0;
  std::from_chars(number.data(), number.data() + number.size(), state, 16);
  return names[state < names.size() ? state : 0];
}

void read_states(const std::string& path, std::map<std::string, std::string>& states) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string number, local, remote, state, queues, timer, retransmitted, user, timeout, inode;
    words >> number >> local >> remote >> state >> queues >> timer >> retransmitted >> user >>
        timeout >> inode;
    if (words) states["socket:[" + inode + "]"] = state_of(state);
  }
}

}  // namespace

DescriptorKinds::DescriptorKinds(pid_t pid) : process_("/proc/" + std::to_string(pid)) {
  for (const char* const table : {"/net/tcp", "/net/tcp6"}) {
    read_states(process_ + table, tcp_states_);
  }
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
  if (text.starts_with("socket:")) return "socket";
  return text.starts_with("pipe:") ? "pipe" : "file";
}

}  // namespace leakproof
