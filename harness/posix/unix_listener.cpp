// SPDX-License-Identifier: MIT
#include "posix/unix_listener.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <vector>

namespace leakproof {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_to_listen(const char* what = "a Unix socket") {
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

}  // namespace

UnixListener::UnixListener() : UnixListener(places()) {}

UnixListener::UnixListener(std::span<const fs::path> places)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
  const TempDir folder(places);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!socket_) fail_to_listen();
  if (!folder.exists()) {
    listen_without_a_file();
    return;
  }
  const std::string path = folder.file("socket");
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    fail_to_listen(path.c_str());
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(socket_.get(), SOMAXCONN) != 0) {
    fail_to_listen();
  }
  name_ = Fd{::open(path.c_str(), O_PATH | O_CLOEXEC)};
  if (!name_) fail_to_listen(path.c_str());
}

// Under a name that the kernel chooses. Not always, because Node reaches such a socket only from
// version 20 on.
void UnixListener::listen_without_a_file() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socklen_t size = sizeof address.sun_family;
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  if (::bind(socket_.get(), any, size) != 0 || ::listen(socket_.get(), SOMAXCONN) != 0) {
    fail_to_listen();
  }
  size = sizeof address;
  ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  const std::size_t before = offsetof(sockaddr_un, sun_path) + 1;
  if (size > before) abstract_name_.assign(address.sun_path + 1, size - before);
}

std::string UnixListener::address() const {
  if (!name_) return "@" + abstract_name_;
  return fmt::format("/proc/{}/fd/{}", ::getpid(), name_.get());
}

std::optional<UnixListener::Peer> UnixListener::accept() {
  Fd peer{::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
  if (!peer) return std::nullopt;
  ucred process{};
  socklen_t size = sizeof process;
  // Without it, a process that nobody knows.
  (void)::getsockopt(peer.get(), SOL_SOCKET, SO_PEERCRED, &process, &size);
  return Peer{.socket = std::move(peer), .pid = process.pid};
}

}  // namespace leakproof
