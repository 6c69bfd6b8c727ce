// SPDX-License-Identifier: MIT
#include "interposer/next.hpp"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "interposer/counting.hpp"

namespace leakproof::preload {
namespace {

constinit std::atomic<std::size_t> arena_used = 0;

template <class Function>
void find(Function*& function, const char* name) {
  function = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// A sanitizer's malloc comes before ours, or comes next and must see all calls unchanged.
bool has_sanitizer() {
  return ::dlsym(RTLD_DEFAULT, "__asan_init") || ::dlsym(RTLD_DEFAULT, "__tsan_init");
}

// Finds the loaded module that contains found.malloc. Mappings made from within it are the
// allocator's, not the program's.
int find_allocator(dl_phdr_info* module, std::size_t, void*) {
  std::uintptr_t begin = UINTPTR_MAX;
  std::uintptr_t end = 0;
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const auto& segment = module->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    begin = std::min(begin, module->dlpi_addr + segment.p_vaddr);
    end = std::max(end, module->dlpi_addr + segment.p_vaddr + segment.p_memsz);
  }
  const auto allocator = reinterpret_cast<std::uintptr_t>(found.malloc);
  if (allocator < begin || allocator >= end) return 0;
  found.allocator_begin = begin;
  found.allocator_end = end;
  return 1;
}

}  // namespace

constinit Next found{};
LEAKPROOF_HOT constinit std::atomic<bool> resolved = false;
alignas(std::max_align_t) constinit std::array<std::byte, 32 * 1024> early_arena{};

const Next* resolve() {
  if (mine.resolving) return nullptr;
  mine.resolving = true;
  const int saved = errno;
  find(found.malloc, "malloc");
  find(found.calloc, "calloc");
  find(found.realloc, "realloc");
  find(found.free, "free");
  find(found.memalign, "memalign");
  find(found.posix_memalign, "posix_memalign");
  find(found.aligned_alloc, "aligned_alloc");
  find(found.valloc, "valloc");
  find(found.pvalloc, "pvalloc");
  find(found.malloc_usable_size, "malloc_usable_size");
  find(found.mmap, "mmap");
  find(found.mmap64, "mmap64");
  find(found.munmap, "munmap");
  find(found.mremap, "mremap");
  find(found.shmat, "shmat");
  find(found.shmdt, "shmdt");
  find(found.socket, "socket");
  find(found.connect, "connect");
  find(found.send, "send");
  find(found.sendto, "sendto");
  find(found.sendmsg, "sendmsg");
  find(found.recv, "recv");
  find(found.recvfrom, "recvfrom");
  find(found.recvmsg, "recvmsg");
  find(found.open, "open");
  find(found.open64, "open64");
  find(found.openat, "openat");
  find(found.openat64, "openat64");
  find(found.open_2, "__open_2");
  find(found.open64_2, "__open64_2");
  find(found.accept, "accept");
  find(found.accept4, "accept4");
  find(found.socketpair, "socketpair");
  find(found.pipe, "pipe");
  find(found.pipe2, "pipe2");
  find(found.dup, "dup");
  find(found.dup2, "dup2");
  find(found.dup3, "dup3");
  find(found.fcntl, "fcntl");
  find(found.fcntl64, "fcntl64");
  find(found.eventfd, "eventfd");
  find(found.epoll_create, "epoll_create");
  find(found.epoll_create1, "epoll_create1");
  find(found.timerfd_create, "timerfd_create");
  find(found.memfd_create, "memfd_create");
  find(found.close, "close");
  find(found.close_range, "close_range");
  find(found.closefrom, "closefrom");
  find(found.fopen, "fopen");
  find(found.fopen64, "fopen64");
  find(found.freopen, "freopen");
  find(found.freopen64, "freopen64");
  find(found.tmpfile, "tmpfile");
  find(found.tmpfile64, "tmpfile64");
  find(found.popen, "popen");
  find(found.pclose, "pclose");
  find(found.fclose, "fclose");
  find(found.mkstemp, "mkstemp");
  find(found.mkstemp64, "mkstemp64");
  find(found.mkostemp, "mkostemp");
  find(found.mkostemp64, "mkostemp64");
  find(found.opendir, "opendir");
  find(found.closedir, "closedir");
  find(found.dlopen, "dlopen");
  find(found.dlmopen, "dlmopen");
  find(found.pthread_create, "pthread_create");
  find(found.pthread_join, "pthread_join");
  ::dl_iterate_phdr(find_allocator, nullptr);
  find(found.libc_figures, "mallinfo2");
  if (!found.is_allocator(reinterpret_cast<void*>(found.libc_figures))) {
    found.libc_figures = nullptr;
  }
  // Libc's would read what precedes a block of another allocator.
  if (!found.is_allocator(reinterpret_cast<void*>(found.malloc_usable_size))) {
    found.malloc_usable_size = [](void*) -> std::size_t { return 0; };
    found.lacks_sizes = true;
  }
  if (has_sanitizer()) passive = true;
  resolve_operators();
  resolved = true;
  errno = saved;
  mine.resolving = false;
  return &found;
}

void* early_allocate(std::size_t size, std::size_t alignment) {
  // The size is stored in front of the block, for realloc.
  alignment = std::max(alignment, alignof(std::max_align_t));
  const auto base = reinterpret_cast<std::uintptr_t>(early_arena.data());
  std::size_t used = arena_used;
  for (;;) {
    const auto after_header = base + used + sizeof size;
    const auto block = (after_header + alignment - 1) / alignment * alignment;
    const auto offset = block - base;
    if (offset > early_arena.size() || size > early_arena.size() - offset) {
      errno = ENOMEM;
      return nullptr;
    }
    if (arena_used.compare_exchange_weak(used, offset + size)) {
      auto* const bytes = early_arena.data() + offset;
      *reinterpret_cast<std::size_t*>(bytes - sizeof size) = size;
      return bytes;
    }
  }
}

std::size_t early_size(const void* block) {
  std::size_t size = 0;
  __builtin_memcpy(&size, static_cast<const std::byte*>(block) - sizeof size, sizeof size);
  return size;
}

}  // namespace leakproof::preload
