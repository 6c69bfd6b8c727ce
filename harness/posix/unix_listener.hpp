// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "posix/fd.hpp"

namespace leakproof {

/// A Unix stream socket to which processes of this user connect. It leaves nothing behind, however
/// this process ends. Not thread-safe.
class UnixListener {
 public:
  /// Throws std::system_error if it cannot be opened.
  UnixListener();

  /// `places`: the folders in which a temporary one may be made for the socket, for a moment, in
  /// order of preference.
  explicit UnixListener(std::span<const std::filesystem::path> places);

  /// The path to connect to. It leads through /proc, so that no socket file is left in a directory.
  /// Where no folder can be written, "@" and the name of a socket without one.
  std::string address() const;

  /// Readable when a process has connected.
  int event() const { return socket_.get(); }

  struct Peer {
    Fd socket;  // does not block
    pid_t pid = 0;
  };

  /// The next process that has connected; nullopt if there is none.
  std::optional<Peer> accept();

 private:
  void listen_without_a_file();

  Fd socket_;
  Fd name_;  // O_PATH, refers to the socket, whose directory entry was removed
  std::string abstract_name_{};
};

}  // namespace leakproof
