// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

/// Of `leakproof explain`, as given.
struct ExplainOptions {
  std::string file{};
  std::string trial{};  // "client × scenario", "client/scenario" or a client; empty: all that leak
};

/// `leakproof explain`: verdict, figures, owners with whole stacks, and advice, out of
/// a file of results. Throws UsageError where the file or the trial is not there.
int explain_command(const ExplainOptions&);

}  // namespace leakproof
