// SPDX-License-Identifier: MIT
#pragma once

#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

struct Finding {
  Series series{};
  Verdict verdict{};
  bool decides = false;  // in this trial
};

}  // namespace leakproof
