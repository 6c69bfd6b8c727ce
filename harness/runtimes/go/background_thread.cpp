// SPDX-License-Identifier: MIT
#include "runtimes/go/background_thread.hpp"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "posix/proc_file.hpp"

namespace leakproof::go {

void BackgroundThread::find() {
  if (thread_ != 0 && naps(thread_)) return;
  std::vector<pid_t> threads;
  std::error_code gone;
  const std::string folder = "/proc/" + std::to_string(pid_) + "/task";
  for (std::filesystem::directory_iterator entry(folder, gone), end; !gone && entry != end;
       entry.increment(gone)) {
    const pid_t thread = std::atoi(entry->path().filename().c_str());
    if (thread != pid_) threads.push_back(thread);
  }
  std::ranges::sort(threads);  // it is the first that the runtime starts
  const auto found = std::ranges::find_if(threads, [this](pid_t thread) { return naps(thread); });
  if (found != threads.end()) thread_ = *found;
}

void BackgroundThread::wake() const {
  if (thread_ != 0 && naps(thread_)) ::syscall(SYS_tgkill, pid_, thread_, SIGURG);
}

// In nanosleep, which Go's runtime calls directly. The C library's functions use clock_nanosleep.
bool BackgroundThread::naps(pid_t thread) const {
  ProcFile file(pid_, "task/" + std::to_string(thread) + "/syscall");
  return file.read().value_or("").starts_with(std::to_string(SYS_nanosleep) + " ");
}

}  // namespace leakproof::go
