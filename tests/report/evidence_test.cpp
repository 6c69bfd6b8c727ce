// SPDX-License-Identifier: MIT
#include "report/evidence.hpp"

#include <gmock/gmock.h>

#include <string>

#include "model/owner.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Owner owner(const std::string& metric, double share, const std::string& function) {
  return {.metric = metric, .share = share, .stack = {{.function = function, .module = "libx.so"}}};
}

std::string told(std::vector<Owner> owners) {
  return lines(evidence({.owners = std::move(owners)}, {}), 0);
}

TEST(Evidence, ShowsTheGreatestOwnersOfEachResource) {
  const std::string text =
      told({owner("heap_bytes", 0.4, "first"), owner("heap_bytes", 0.3, "second"),
            owner("heap_bytes", 0.2, "third"), owner("heap_bytes", 0.1, "fourth"),
            owner("descriptors", 1, "opens")});
  for (const char* name : {"first", "second", "third", "opens"}) EXPECT_THAT(text, HasSubstr(name));
  EXPECT_THAT(text, Not(HasSubstr("fourth")));
}

TEST(Evidence, LeavesOutAnOwnerOfNearlyNothing) {
  EXPECT_THAT(told({owner("heap_bytes", 0.002, "crumb")}), Not(HasSubstr("crumb")));
}

TEST(Lines, SeparateALongLabelFromItsText) {
  EXPECT_EQ(lines({{.label = "repro", .text = "run"}}, 2), "  repro          run\n");
  EXPECT_EQ(lines({{.label = "context_switches", .text = "+1.00/fetch"}}, 0),
            "context_switches +1.00/fetch\n");
}

}  // namespace
}  // namespace leakproof::report
