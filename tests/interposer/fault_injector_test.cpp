// SPDX-License-Identifier: MIT
// Tests the fault injector without a process: the test writes what an interposer might
// write.
#include "interposer/supervisor/fault_injector.hpp"

#include <gmock/gmock.h>

#include <array>
#include <string_view>

#include "support/shared_table.hpp"

namespace leakproof::testing {
namespace {

using preload::FailedCall;
using preload::FaultState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FaultInjection : public ::testing::Test {
 protected:
  preload::Fault& fault() { return shared_.slot().fault; }

  SharedTable shared_{};
  FaultInjector injector_{shared_.table(), SharedTable::pid};
};

TEST_F(FaultInjection, TellsTheProcessWhichCallsAreToFail) {
  fault().reached = 7;
  fault().fired = 1;
  fault().depth = 3;
  injector_.arm({.kind = FaultKind::interrupted, .first = 4, .repeat = 2});
  EXPECT_EQ(fault().state, FaultState::on);
  EXPECT_EQ(fault().kind, FaultKind::interrupted);
  EXPECT_EQ(fault().first, 4);
  EXPECT_EQ(fault().repeat, 2);
  EXPECT_EQ(fault().reached, 0);
  EXPECT_EQ(fault().fired, 0);
  EXPECT_EQ(fault().depth, 0U);
  injector_.disarm();
  EXPECT_EQ(fault().state, FaultState::off);
}

TEST_F(FaultInjection, WaitsForTheNextFetchWhereTheyAreMarked) {
  fault().fetches_are_marked = true;
  injector_.arm({});
  EXPECT_EQ(fault().state, FaultState::waiting);
}

TEST_F(FaultInjection, ReportsTheFirstCallThatFailed) {
  injector_.arm({});
  fault().reached = 9;
  fault().fired = 2;
  fault().depth = 2;
  fault().stack[0] = 11;
  fault().stack[1] = 12;
  constexpr std::array<std::string_view, 5> names{"allocation", "socket", "connect", "send",
                                                  "receive"};
  for (std::uint32_t call = 0; call < names.size(); ++call) {
    fault().call = FailedCall{call};
    EXPECT_EQ(injector_.disarm().call, names[call]);
  }
  const FaultReport report = injector_.disarm();
  EXPECT_TRUE(report.fired);
  EXPECT_EQ(report.reached, 9);
  EXPECT_THAT(report.stack, ElementsAre(11, 12));
}

TEST_F(FaultInjection, ReportsNoCallWhereNoneFailed) {
  injector_.arm({});
  fault().reached = 9;
  fault().depth = 2;
  const FaultReport report = injector_.disarm();
  EXPECT_FALSE(report.fired);
  EXPECT_EQ(report.reached, 9);
  EXPECT_EQ(report.call, "");
  EXPECT_THAT(report.stack, IsEmpty());
}

TEST_F(FaultInjection, TrustsNothingThatTheProcessWrote) {
  injector_.arm({});
  fault().fired = INT64_MAX;
  fault().call = FailedCall{UINT32_MAX};
  fault().depth = UINT32_MAX;
  const FaultReport report = injector_.disarm();
  EXPECT_EQ(report.call, "receive");
  EXPECT_THAT(report.stack, SizeIs(preload::deepest_stack));
}

}  // namespace
}  // namespace leakproof::testing
