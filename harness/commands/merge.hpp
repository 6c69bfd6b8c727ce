// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

namespace leakproof {

struct MergeOptions {
  std::vector<std::string> files{};
  std::map<std::string, std::string> reports{};  // format → file
  bool quiet = false;
};

/// `leakproof merge DIR|FILE…`: the results of several runs, or of the shards of one,
/// reported as those of one. The exit code is that of such a run; a file that breaks
/// off, or a shard that is missing, makes it 3 where it would be 0.
int merge_command(const MergeOptions&);

}  // namespace leakproof
