// SPDX-License-Identifier: MIT
#include "posix/process_memory.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <limits.h>
#include <algorithm>
#include <string>
#include <vector>

namespace leakproof {

ProcessMemory::ProcessMemory(pid_t pid)
    : pid_(pid),
      memory_(::open(("/proc/" + std::to_string(pid) + "/mem").c_str(), O_RDWR | O_CLOEXEC)) {}

std::size_t ProcessMemory::read(std::uintptr_t address, std::span<std::byte> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t got = ::pread(memory_.get(), into.data() + done, into.size() - done,
                                static_cast<off_t>(address + done));
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

std::size_t ProcessMemory::read_each(std::span<const std::uintptr_t> addresses, std::size_t size,
                                     std::span<std::byte> into) const {
  std::vector<iovec> there;
  std::size_t blocks = 0;
  while (blocks < addresses.size()) {
    there.clear();
    for (const std::uintptr_t address :
         addresses.subspan(blocks, std::min<std::size_t>(IOV_MAX, addresses.size() - blocks))) {
      there.push_back({.iov_base = std::bit_cast<void*>(address), .iov_len = size});
    }
    const iovec here{.iov_base = into.data() + blocks * size, .iov_len = there.size() * size};
    const ssize_t got = ::process_vm_readv(pid_, &here, 1, there.data(), there.size(), 0);
    if (got < 0) break;
    const std::size_t whole = static_cast<std::size_t>(got) / size;
    blocks += whole;
    if (whole < there.size()) break;
  }
  return blocks;
}

bool ProcessMemory::write(std::uintptr_t address, std::span<const std::byte> bytes) const {
  return ::pwrite(memory_.get(), bytes.data(), bytes.size(), static_cast<off_t>(address)) ==
         static_cast<ssize_t>(bytes.size());
}

}  // namespace leakproof
