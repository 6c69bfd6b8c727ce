// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/advice.hpp"
#include "model/result.hpp"

namespace leakproof {

/// What earlier results have shown of a client.
struct KnownOfClient {
  /// A leak where fetches succeed, of so many bytes a fetch.
  struct Kept {
    double bytes = 0;
    double sent = 0;  // by the origin
  };

  bool is_clean = false;         // where fetches succeed
  bool leaks = false;            // there, and not for each key alone
  bool keeps_responses = false;  // as it was told
  std::vector<Kept> kept{};
};

/// Says what kind of leak a result shows, and what to do about it. Remembers of each
/// client how it came out where its fetches succeed, and how much it kept of replies of
/// which size: what leaks on errors alone, for each key, or as much as it is sent, can
/// only be told by that.
class Adviser {
 public:
  /// Nothing where there is nothing to say, as of a trial that is invalid. To be asked
  /// about each result once, in the order in which they end.
  std::optional<Advice> advise(const Result&);

 private:
  std::map<std::string, KnownOfClient> clients_{};
};

}  // namespace leakproof
