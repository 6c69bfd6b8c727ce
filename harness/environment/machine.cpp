// SPDX-License-Identifier: MIT
#include "environment/machine.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include "interposer/counters.hpp"
#include "posix/fd.hpp"
#include "server/listening_socket.hpp"
#include "server/upstream.hpp"

namespace leakproof {
namespace {

// Measured: with less, a control ran out of addresses for the stacks of the threads that serve its
// connections, and was missed.
constexpr std::size_t addresses_of_run = std::size_t{1536} << 20;
constexpr std::size_t addresses_of_trial = preload::shared_size + (std::size_t{96} << 20);

std::size_t addresses_needed(int trials) {
  return addresses_of_run + static_cast<std::size_t>(trials) * addresses_of_trial;
}

[[noreturn]] void lacks(const std::string& what) { throw std::runtime_error(what); }

std::string last_error() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe)

// First, because the other checks open files.
DescriptorBudget require_open_files(const DescriptorBudget& wanted, bool has_controls) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const auto files = static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, INT_MAX));
  const auto budget = descriptor_budget(files, wanted, has_controls);
  if (!budget) {
    lacks(
        fmt::format("only {} files can be open here, and leakproof needs {}. Raise the limit: "
                    "ulimit -n {}, or as root ulimit -Hn {}",
                    files, least_open_files, 16 * least_open_files, 16 * least_open_files));
  }
  return *budget;
}

void require_proc() {
  std::error_code missing;
  const std::string self = std::filesystem::read_symlink("/proc/self", missing).string();
  if (missing) {
    lacks("/proc is not mounted, and processes are read there. Mount it: mount -t proc proc /proc");
  }
  if (self != std::to_string(::getpid())) {
    lacks(
        "/proc shows the processes of another PID namespace. Mount it for this one, as "
        "unshare --pid --fork --mount-proc does");
  }
}

void require_null_device() {
  if (!Fd{::open("/dev/null", O_RDWR | O_CLOEXEC)}) {
    lacks(fmt::format("/dev/null cannot be opened ({}). Make it: mknod -m 666 /dev/null c 1 3",
                      last_error()));
  }
}

void require_loopback() {
  const server::ListeningSocket listener;
  const server::Upstream here{.host = "127.0.0.1", .port = std::to_string(listener.port())};
  if (!server::can_connect(here)) {
    lacks("127.0.0.1 cannot be reached. Bring the loopback interface up: ip link set lo up");
  }
}

void require_system_call(const char* name, bool works) {
  if (works) return;
  lacks(
      fmt::format("the system call {} fails here ({}). leakproof needs Linux 5.9 or later and, in "
                  "a container, a seccomp profile that allows this call",
                  name, last_error()));
}

void require_system_calls() {
  require_system_call("memfd_create", bool{Fd{::memfd_create("leakproof", MFD_CLOEXEC)}});
  const Fd self{static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0))};
  require_system_call("pidfd_open", bool{self});
  // No descriptor has so large a number.
  require_system_call("close_range", ::close_range(~0U - 1, ~0U, 0) == 0);
}

bool can_reserve(std::size_t bytes) {
  void* const addresses =
      ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (addresses == MAP_FAILED) return false;
  ::munmap(addresses, bytes);
  return true;
}

// Fewer jobs than wanted, if there are addresses only for these.
int jobs_with_addresses(int jobs, bool has_controls) {
  for (; jobs > 1; --jobs) {
    const int at_once = has_controls ? 2 * jobs : jobs;
    if (can_reserve(addresses_needed(at_once))) return jobs;
  }
  if (can_reserve(addresses_needed(1))) return 1;
  const std::string error = last_error();
  rlimit limit{};
  ::getrlimit(RLIMIT_AS, &limit);
  lacks(
      fmt::format("{} MiB of addresses cannot be reserved for a trial ({}){}. Lift the limit: "
                  "ulimit -v unlimited",
                  addresses_needed(1) >> 20, error,
                  limit.rlim_cur == RLIM_INFINITY
                      ? ""
                      : fmt::format("; the limit is {} MiB in all", limit.rlim_cur >> 20)));
}

}  // namespace

DescriptorBudget require_machine(const DescriptorBudget& wanted, bool has_controls) {
  DescriptorBudget budget = require_open_files(wanted, has_controls);
  require_proc();
  require_null_device();
  require_system_calls();
  budget.jobs = jobs_with_addresses(budget.jobs, has_controls);
  require_loopback();
  return budget;
}

}  // namespace leakproof
