// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

#include <leakproof/trial.hpp>

namespace leakproof {

/// Says what kind of leak a result shows, and what to do about it. Remembers how each
/// client came out where its fetches succeed: what leaks on errors alone can only be
/// told by that.
class Adviser {
 public:
  /// Nothing where there is nothing to say, as of a trial that is invalid. To be asked
  /// about each result once, in the order in which they end.
  std::optional<Advice> advise(const Result&);

 private:
  enum class WhereFetchesSucceed { unknown, clean, leaks };

  std::map<std::string, WhereFetchesSucceed> clients_{};
};

}  // namespace leakproof
