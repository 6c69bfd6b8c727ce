// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "model/gate.hpp"
#include "model/ledger.hpp"

namespace leakproof {

/// The running server of one trial.
class Origin {
 public:
  virtual ~Origin() = default;
  virtual std::string url() const = 0;

  /// The URL and what else a fetch of this trial asks for, as the worker protocol has it:
  /// "http://127.0.0.1:40123/stall timeout=25".
  virtual std::string request_line() const { return url(); }

  virtual Ledger ledger() = 0;

  /// Connections that neither side has closed: what a gauge reads at each sample.
  virtual std::int64_t open_connections() = 0;

  virtual Gate& gate() = 0;
};

}  // namespace leakproof
