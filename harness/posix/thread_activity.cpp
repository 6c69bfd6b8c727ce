// SPDX-License-Identifier: MIT
#include "posix/thread_activity.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "posix/processes.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_kept_open = 64;

Fd file_of(const Fd& folder, pid_t thread, std::string_view name) {
  return Fd{
      ::openat(folder.get(), fmt::format("{}/{}", thread, name).c_str(), O_RDONLY | O_CLOEXEC)};
}

// The beginning of the file, in `text`; empty if the thread has gone.
std::string_view beginning(const Fd& file, std::array<char, 128>& text) {
  const ssize_t got = file ? ::pread(file.get(), text.data(), text.size(), 0) : -1;
  return {text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

// 'R', 'S' and so on, see proc(5); empty if the thread has gone.
std::optional<char> state_in(const Fd& stat) {
  std::array<char, 128> text{};
  const std::string_view line = beginning(stat, text);
  const std::size_t state = line.rfind(')') + 2;  // the name may contain any character
  return line.empty() || state >= line.size() ? std::nullopt : std::optional(line[state]);
}

// The first number is the time on a processor.
std::chrono::nanoseconds time_in(const Fd& schedstat) {
  std::array<char, 128> text{};
  const std::string_view line = beginning(schedstat, text);
  std::int64_t nanoseconds = 0;
  std::from_chars(line.data(), line.data() + line.size(), nanoseconds);
  return std::chrono::nanoseconds(nanoseconds);
}

}  // namespace

ThreadActivity::ThreadActivity(pid_t pid)
    : pid_(pid),
      folder_{
          ::open(fmt::format("/proc/{}/task", pid).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)} {}

// The folder has a link for each thread, in addition to two.
std::size_t ThreadActivity::threads() const {
  struct stat folder {};
  if (!folder_ || ::fstat(folder_.get(), &folder) != 0 || folder.st_nlink < 2) return 0;
  return folder.st_nlink - 2;
}

Activity ThreadActivity::look() {
  const std::size_t count = threads();
  if (count == 0) return {};
  if (count != listed_) {
    listed_ = count;
    list();
  }
  Activity activity;
  for (const Thread& thread : threads_) {
    if (thread.id == ignored_) continue;
    const auto state =
        thread.stat ? state_in(thread.stat) : state_in(file_of(folder_, thread.id, "stat"));
    if (!state) {
      listed_ = 0;  // another thread may have taken its place
      continue;
    }
    ++activity.threads;
    activity.is_running = activity.is_running || *state == 'R';
    if (thread.schedstat) activity.ran += time_in(thread.schedstat);
  }
  return activity;
}

void ThreadActivity::list() {
  threads_.clear();
  for (const pid_t id : threads_of(pid_)) {
    Thread thread{.id = id};
    if (threads_.size() < most_kept_open) {
      thread.stat = file_of(folder_, id, "stat");
      thread.schedstat = file_of(folder_, id, "schedstat");
    }
    threads_.push_back(std::move(thread));
  }
}

}  // namespace leakproof
