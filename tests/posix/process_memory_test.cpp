// SPDX-License-Identifier: MIT
#include "posix/process_memory.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include <climits>
#include <cstdint>
#include <vector>

namespace leakproof {
namespace {

using ::testing::Each;

std::uintptr_t address_of(const void* object) { return reinterpret_cast<std::uintptr_t>(object); }

/// Pages of memory, the last of which is not mapped.
class Pages {
 public:
  Pages() { ::munmap(start_ + 2 * size_, size_); }
  ~Pages() { ::munmap(start_, 2 * size_); }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  std::uintptr_t end() const { return address_of(start_) + 2 * size_; }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  char* start_ = static_cast<char*>(
      ::mmap(nullptr, 3 * size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
};

TEST(ProcessMemory, IsReadAndWritten) {
  const ProcessMemory memory(::getpid());
  ASSERT_TRUE(memory.is_readable());
  volatile std::int64_t variable = 41;
  const std::uintptr_t address = address_of(const_cast<std::int64_t*>(&variable));
  EXPECT_EQ(memory.value<std::int64_t>(address), 41);
  EXPECT_TRUE(memory.set(address, std::int64_t{42}));
  EXPECT_EQ(variable, 42);
}

TEST(ProcessMemory, IsReadUpToItsEnd) {
  const Pages pages;
  const ProcessMemory memory(::getpid());
  std::vector<std::byte> bytes(pages.size(), std::byte{1});
  EXPECT_EQ(memory.read(pages.end() - 100, bytes), 100);
  EXPECT_EQ(bytes[99], std::byte{0});
  EXPECT_EQ(bytes[100], std::byte{1});
  EXPECT_EQ(memory.value<std::uint64_t>(pages.end() - 8), 0U);
  EXPECT_EQ(memory.value<std::uint64_t>(pages.end() - 7), std::nullopt);
}

TEST(ProcessMemory, IsNotWrittenWhereThereIsNone) {
  const Pages pages;
  const ProcessMemory memory(::getpid());
  EXPECT_FALSE(memory.set(pages.end(), 1));
  EXPECT_FALSE(memory.set(pages.end() - 2, std::int32_t{1}));
  EXPECT_FALSE(memory.set(0, 1));
  EXPECT_FALSE(memory.set(~std::uintptr_t{0}, 1));
}

TEST(ProcessMemory, IsReadInBlocksUpToOneThatIsMissing) {
  const Pages pages;
  const ProcessMemory memory(::getpid());
  const std::vector<std::uint32_t> numbers{1, 2, 3};
  const std::vector<std::uintptr_t> addresses{address_of(&numbers[2]), address_of(&numbers[0]),
                                              pages.end() - 2, address_of(&numbers[1])};
  std::vector<std::uint32_t> read(4, 7);
  EXPECT_EQ(memory.read_each(addresses, 4, std::as_writable_bytes(std::span(read))), 2);
  EXPECT_EQ(read[0], 3);
  EXPECT_EQ(read[1], 1);
  EXPECT_EQ(read[3], 7);
  EXPECT_EQ(memory.read_each({}, 4, {}), 0);
}

// A system call takes IOV_MAX of them.
TEST(ProcessMemory, IsReadInMoreBlocksThanOneCallTakes) {
  const ProcessMemory memory(::getpid());
  const std::uint16_t number = 5;
  const std::vector<std::uintptr_t> addresses(2 * IOV_MAX + 3, address_of(&number));
  std::vector<std::uint16_t> read(addresses.size());
  EXPECT_EQ(memory.read_each(addresses, 2, std::as_writable_bytes(std::span(read))), read.size());
  EXPECT_THAT(read, Each(5));
}

TEST(ProcessMemory, OfNoProcessIsNotReadable) {
  const ProcessMemory memory(-1);
  EXPECT_FALSE(memory.is_readable());
  const int number = 5;
  EXPECT_EQ(memory.value<int>(address_of(&number)), std::nullopt);
  EXPECT_FALSE(memory.set(address_of(&number), 6));
  std::vector<std::byte> read(4);
  EXPECT_EQ(memory.read_each(std::vector{address_of(&number)}, 4, read), 0);
}

}  // namespace
}  // namespace leakproof
