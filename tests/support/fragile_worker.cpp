// SPDX-License-Identifier: MIT
// Clients that mishandle a failed allocation or system call, each in one place; and some
// that handle it correctly.
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include <leakproof/worker.hpp>

#include "apart.hpp"

// Not inlined, so that each function appears in stacks and its allocation is not removed.

namespace fragile {

using leakproof::Client;
using leakproof::ClientEntry;
using leakproof::Outcome;
using leakproof::Request;

const Outcome ok{.ok = true};

/// Not visible to the optimiser.
APART void* memory(std::size_t size) {
  void* block = std::malloc(size);
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}

class Block {
 public:
  explicit Block(std::size_t size) : block_(memory(size)) {
    if (block_ == nullptr) throw std::bad_alloc();
  }
  ~Block() { std::free(block_); }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

 private:
  void* block_;
};

APART void write_without_a_look() {
  char* const block = static_cast<char*>(memory(40));
  std::memset(block, 'x', 40);
  asm volatile("" : : "r"(block) : "memory");
  std::free(block);
}

APART void give_up() {
  void* const block = memory(40);
  if (block == nullptr) std::abort();
  std::free(block);
}

APART void call_by_pointer() {
  void* const block = memory(40);
  void (*volatile const release)(void*) = block != nullptr ? &std::free : nullptr;
  release(block);
  asm volatile("" : : : "memory");  // otherwise a jump, which leaves no return address
}

APART void give_up_in_a_thread() { std::thread(give_up).join(); }

/// A library may test an address by reading it.
APART void catch_its_own_fault() {
  static sigjmp_buf back;
  struct sigaction catching {};
  struct sigaction before {};
  catching.sa_handler = [](int) { siglongjmp(back, 1); };
  ::sigaction(SIGSEGV, &catching, &before);
  if (sigsetjmp(back, 1) == 0) write_without_a_look();
  ::sigaction(SIGSEGV, &before, nullptr);
}

APART void lose_a_child() {
  const Block block(40);
  const pid_t child = ::fork();
  if (child == 0) std::abort();
  ::waitpid(child, nullptr, 0);
}

APART void try_for_ever() {
  void* block = memory(40);
  while (block == nullptr) ::pause();
  std::free(block);
}

APART void forget_the_first() {
  void* const first = memory(24);
  if (first == nullptr) throw std::bad_alloc();
  const Block second(40);
  std::free(first);
}

APART void* never_null(void* block) {
  if (block == nullptr) std::exit(3);
  return block;
}

/// Handles the failure of its first two allocations correctly, then calls `third`.
template <void third()>
class After final : public Client {
  Outcome fetch(const Request&) override {
    const Block first(100);
    const Block second(200);
    third();
    return ok;
  }
};

/// Keeps a block at each of the first five failures, and none at later ones.
class SetsUpOnce final : public Client {
  Outcome fetch(const Request&) override {
    try {
      const Block block(100);
    } catch (const std::bad_alloc&) {
      if (reserve_.size() < 5) reserve_.push_back(std::make_unique<char[]>(1000));
      return {.error = "no memory"};
    }
    return ok;
  }
  std::vector<std::unique_ptr<char[]>> reserve_;
};

/// Keeps a block of every fetch, with or without failures.
class LeaksAnyway final : public Client {
  Outcome fetch(const Request&) override {
    const Block block(100);
    lost_ = memory(8);
    return ok;
  }
  void* volatile lost_ = nullptr;
};

/// Every fetch fails after an allocation has failed once.
class Sulks final : public Client {
  Outcome fetch(const Request&) override {
    if (sulks_) return {.error = "sulking"};
    try {
      const Block block(100);
      return ok;
    } catch (const std::bad_alloc&) {
      sulks_ = true;
      throw;
    }
  }
  bool sulks_ = false;
};

/// Transfers ten bytes from one end of a socket pair to the other.
class Transfer {
 public:
  Transfer() {
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) != 0) std::abort();
  }
  ~Transfer() {
    for (const int end : ends_) ::close(end);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  APART ssize_t send() { return ::send(ends_[0], bytes_.data(), 10, MSG_NOSIGNAL); }
  APART ssize_t receive() { return ::recv(ends_[1], bytes_.data(), 10, 0); }

 private:
  std::array<int, 2> ends_{};
  std::array<char, 10> bytes_{};
};

APART void expect_all_at_once() {
  Transfer transfer;
  if (transfer.send() < 10) return;
  const ssize_t got = transfer.receive();
  if (got > 0 && got < 10) std::abort();
}

APART void forget_a_block_at_a_reset() {
  void* const block = memory(24);
  Transfer transfer;
  if (transfer.send() < 0 && errno == ECONNRESET) return;
  std::free(block);
}

APART void forget_a_descriptor_when_interrupted() {
  const int spare = ::dup(STDIN_FILENO);
  Transfer transfer;
  if (transfer.send() == 10 && transfer.receive() < 0 && errno == EINTR) return;
  ::close(spare);
}

APART void tidy() { const Block block(40); }
APART void end() { std::free(never_null(memory(40))); }

template <typename T>
ClientEntry entry(std::string_view name) {
  return {.name = name, .summary = "fragile", .make = []() -> std::unique_ptr<Client> {
            return std::make_unique<T>();
          }};
}

}  // namespace fragile

int main(int argc, char** argv) {
  using namespace fragile;
  const std::vector<ClientEntry> clients{
      entry<After<write_without_a_look>>("crashes"),
      entry<After<give_up>>("aborts"),
      entry<After<call_by_pointer>>("calls-nothing"),
      entry<After<give_up_in_a_thread>>("aborts-in-a-thread"),
      entry<After<catch_its_own_fault>>("catches-its-fault"),
      entry<After<lose_a_child>>("loses-a-child"),
      entry<After<try_for_ever>>("hangs"),
      entry<After<forget_the_first>>("forgets"),
      entry<After<end>>("ends"),
      entry<After<tidy>>("tidy"),
      entry<SetsUpOnce>("sets-up-once"),
      entry<LeaksAnyway>("leaks-anyway"),
      entry<Sulks>("sulks"),
      entry<After<expect_all_at_once>>("expects-all-at-once"),
      entry<After<forget_a_block_at_a_reset>>("forgets-a-block"),
      entry<After<forget_a_descriptor_when_interrupted>>("forgets-a-descriptor"),
  };
  return leakproof::worker_main(argc, argv, clients, "");
}
