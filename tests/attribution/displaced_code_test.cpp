// SPDX-License-Identifier: MIT
#include "attribution/tracing/displaced_code.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace leakproof::tracing {
namespace {

using Code = std::array<std::byte, DisplacedCode::size>;

constexpr std::uintptr_t from = 0x10000;
constexpr std::uintptr_t to = 0x10400;

Code code_of(const std::vector<int>& bytes) {
  Code code{};
  std::ranges::transform(bytes, code.begin(), [](int byte) { return std::byte(byte); });
  return code;
}

std::optional<DisplacedCode> moved(const std::vector<int>& bytes) {
  return displaced(code_of(bytes), from, to);
}

TEST(DisplacedCode, IsTheSameWhereNothingDependsOnItsAddress) {
  for (const std::vector<int>& bytes :
       std::vector<std::vector<int>>{{0xf3, 0x0f, 0x1e, 0xfa},              // endbr64
                                     {0x41, 0x54},                          // push %r12
                                     {0x48, 0x89, 0xe5},                    // mov %rsp, %rbp
                                     {0x48, 0x83, 0xec, 0x10},              // sub $16, %rsp
                                     {0x48, 0x89, 0x44, 0x24, 0x08},        // mov %rax, 8(%rsp)
                                     {0x48, 0x85, 0xc0},                    // test %rax, %rax
                                     {0x0f, 0x11, 0x00},                    // movups %xmm0, (%rax)
                                     {0x74, 0x05},                          // je, relative
                                     {0x0f, 0x84, 0x05, 0x00, 0x00, 0x00},  // the same
                                     {0xe9, 0x05, 0x00, 0x00, 0x00}}) {     // jmp
    const auto result = moved(bytes);
    ASSERT_TRUE(result.has_value()) << bytes[0];
    EXPECT_EQ(result->bytes, code_of(bytes)) << bytes[0];
    EXPECT_FALSE(result->returns || result->calls) << bytes[0];
  }
}

TEST(DisplacedCode, RefersToTheSameAddress) {
  // mov %rax, 0x500(%rip); cmpb $1, 0x500(%rip)
  EXPECT_EQ(moved({0x48, 0x89, 0x05, 0x00, 0x05, 0x00, 0x00})->bytes,
            code_of({0x48, 0x89, 0x05, 0x00, 0x01, 0x00, 0x00}));
  EXPECT_EQ(moved({0x80, 0x3d, 0x00, 0x05, 0x00, 0x00, 0x01})->bytes,
            code_of({0x80, 0x3d, 0x00, 0x01, 0x00, 0x00, 0x01}));
  EXPECT_FALSE(displaced(code_of({0x48, 0x89, 0x05, 0x00, 0x05}), std::uintptr_t{1} << 40, to))
      << "too far";
}

TEST(DisplacedCode, TellsCallsAndReturns) {
  EXPECT_TRUE(moved({0xe8, 0x01, 0x02, 0x03, 0x04})->calls);
  EXPECT_TRUE(moved({0xc3})->returns);
  EXPECT_TRUE(moved({0xf3, 0xc3})->returns);
}

TEST(DisplacedCode, IsNotMadeOfWhatIsNotKnown) {
  for (const std::vector<int>& bytes :
       std::vector<std::vector<int>>{{0xff, 0x25, 0, 0, 0, 0},  // jmp *(%rip)
                                     {0xff, 0xd0},              // call *%rax
                                     {0x0f, 0x05},              // syscall
                                     {0xc5, 0xf8, 0x77},        // vzeroupper
                                     {0x64, 0x48, 0x8b, 0x04},  // mov %fs:...
                                     {0xcc},
                                     {0x66, 0xe8, 0, 0}}) {
    EXPECT_FALSE(moved(bytes)) << bytes[0];
  }
}

}  // namespace
}  // namespace leakproof::tracing
