// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "symbols/symbols.hpp"

namespace leakproof::torture {

/// Where a process was when it was lost.
struct EndPlace {
  enum class Kind { unknown, crashed, exited, hung };

  Kind kind = Kind::unknown;
  int signal = 0;              // of a crash
  std::vector<Frame> stack{};  // the client's frames, innermost first; empty: not known
  std::string obstacle{};      // why it is not known, as a clause; may be empty
};

/// Traces a process with ptrace, to take the stack of the thread that ends it. Signals reach the
/// process as they would otherwise, and its children are not traced. A thread of this process does
/// so, because ptrace answers only the thread that has attached.
class EndWatch {
 public:
  /// Attaches, and returns once that has succeeded or failed.
  explicit EndWatch(pid_t);

  /// Detaches; a process that still runs goes on.
  ~EndWatch();
  EndWatch(const EndWatch&) = delete;
  EndWatch& operator=(const EndWatch&) = delete;

  /// Where the process has ended, or where this thread is if it still runs; the main thread if it
  /// has no such thread.
  EndPlace place(pid_t thread);

 private:
  struct Taken {
    EndPlace::Kind kind{};
    int signal = 0;
    std::vector<std::uintptr_t> stack{};
    std::unique_ptr<Symbols> symbols{};  // of the code that was loaded then
  };

  void run();
  bool handle_one();
  void handle(pid_t thread, int status);
  void take(pid_t thread, EndPlace::Kind, int signal = 0);
  bool is_wanted(pid_t thread);
  void answer_request();

  const pid_t pid_;
  std::atomic<bool> is_ending_ = false;
  std::mutex lock_{};  // of all below
  std::condition_variable changed_{};
  bool is_attached_ = false;  // or has failed to
  bool is_over_ = false;      // nothing more will be taken
  std::string obstacle_{};
  std::optional<pid_t> wanted_{};  // the thread to stop
  std::optional<Taken> taken_{};
  std::thread thread_{};
};

/// The client's frames, and of those of the C library in which it was lost only the function that
/// the client called.
std::vector<Frame> from_outermost_libc_call(std::vector<Frame> stack);

/// Is this a function of the C library?
bool is_of_libc(const Frame&);

}  // namespace leakproof::torture
