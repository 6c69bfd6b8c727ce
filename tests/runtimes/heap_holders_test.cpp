// SPDX-License-Identifier: MIT
#include "runtimes/jvm/heap_holders.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <utility>

#include "posix/fd.hpp"

namespace leakproof {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
  return text;
}
std::string u1(std::uint64_t value) { return number(value, 1); }
std::string u2(std::uint64_t value) { return number(value, 2); }
std::string u4(std::uint64_t value) { return number(value, 4); }
std::string id(std::uint64_t value) { return number(value, 8); }

std::string record(int tag, const std::string& body) {
  return u1(static_cast<std::uint64_t>(tag)) + u4(0) + u4(body.size()) + body;
}
std::string utf8(std::uint64_t name, const std::string& text) { return record(1, id(name) + text); }
std::string loaded(std::uint64_t of_class, std::uint64_t name) {
  return record(2, u4(of_class) + id(of_class) + u4(0) + id(name));
}
std::string class_dump(std::uint64_t of_class, const std::string& statics,
                       const std::string& fields) {
  return u1(0x20) + id(of_class) + u4(0) + id(0) + id(0) + id(0) + id(0) + id(0) + id(0) + u4(0) +
         u2(0) + statics + fields;
}
std::string instance(std::uint64_t object, std::uint64_t of_class, const std::string& data) {
  return u1(0x21) + id(object) + u4(0) + id(of_class) + u4(data.size()) + data;
}

constexpr int kept = 20;

// static Main.kept is an ArrayList of `kept` arrays of 100 bytes.
std::string heap_dump(const std::string& holder = "Main") {
  const std::string names = utf8(1, holder) + utf8(2, "kept") + utf8(3, "java/util/ArrayList") +
                            utf8(4, "size") + utf8(5, "elementData") + utf8(6, "[B") +
                            utf8(7, "[Ljava/lang/Object;") + loaded(11, 1) + loaded(13, 3) +
                            loaded(16, 6) + loaded(17, 7);
  std::string heap = class_dump(11, u2(1) + id(2) + u1(2) + id(100), u2(0)) +
                     class_dump(13, u2(0), u2(2) + id(4) + u1(10) + id(5) + u1(2)) +
                     class_dump(16, u2(0), u2(0)) + class_dump(17, u2(0), u2(0)) +
                     instance(100, 13, u4(kept) + id(101)) + u1(0x22) + id(101) + u4(0) + u4(kept) +
                     id(17);
  for (std::uint64_t i = 0; i < kept; ++i) heap += id(200 + i);
  // Not in the order of their addresses, as under ZGC.
  for (std::uint64_t i = kept; i-- > 0;) {
    heap += u1(0x23) + id(200 + i) + u4(0) + u4(100) + u1(8) + std::string(100, 'x');
  }
  return "JAVA PROFILE 1.0.2" + u1(0) + u4(8) + id(0) + names + record(0x1C, heap) +
         record(0x2C, "");
}

std::optional<HeapGraph> read(const std::string& bytes) {
  const Fd file{::memfd_create("dump", MFD_CLOEXEC)};
  EXPECT_EQ(::write(file.get(), bytes.data(), bytes.size()), std::ssize(bytes));
  return read_heap_dump(file.get());
}

TEST(HeapHolders, NamesTheStaticFieldAndTheCollection) {
  const auto graph = read(heap_dump());
  ASSERT_TRUE(graph);
  const std::vector<Holding> of_the_heap{
      {.bytes = 2400, .count = kept, .stack = {{.function = "byte[]"}}},
      {.bytes = 48, .count = 2, .stack = {{.function = "java.lang.Class"}}}};
  const Holders holders = holders_in(*graph, of_the_heap);
  ASSERT_FALSE(holders.holdings.empty());
  const Holding& first = holders.holdings.front();
  EXPECT_EQ(first.bytes, 2400);  // as the of_the_heap says
  EXPECT_EQ(first.count, kept);
  EXPECT_THAT(first.stack, ElementsAre(Field(&Place::function, "byte[]"),
                                       Field(&Place::function, "java.util.ArrayList"),
                                       Field(&Place::function, "Main.kept")));
  EXPECT_EQ(first.stack.back().module, static_module);
  EXPECT_THAT(holders.containers, ElementsAre(Field(&Container::name, "ArrayList Main.kept")));
  EXPECT_EQ(holders.containers.front().length, kept);
  EXPECT_EQ(holders.holdings.back().stack.front().function, "java.lang.Class");
}

TEST(HeapHolders, SayThatAStaticFieldIsALibrarys) {
  const auto graph = read(heap_dump("okhttp3/Cache"));
  ASSERT_TRUE(graph);
  const Holders holders = holders_in(*graph, {});
  ASSERT_FALSE(holders.holdings.empty());
  EXPECT_EQ(holders.holdings.front().stack.back().function, "okhttp3.Cache.kept");
  EXPECT_EQ(holders.holdings.front().stack.back().module, library_static_module);
  EXPECT_THAT(holders.containers, IsEmpty());
}

TEST(HeapHolders, AreUnknownInAFileThatIsNotWhole) {
  const std::string whole = heap_dump();
  const std::size_t end = record(0x2C, "").size();
  for (std::size_t bytes = 0; bytes + end < whole.size(); bytes += 7) {
    EXPECT_FALSE(read(whole.substr(0, bytes))) << bytes;
  }
}

TEST(HeapHolders, SurviveDamagedDumps) {
  const std::string whole = heap_dump();
  for (std::size_t at = 31; at < whole.size(); at += 3) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
    if (const auto graph = read(damaged)) (void)holders_in(*graph, {});
  }
}

}  // namespace
}  // namespace leakproof
