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

  /// The URL and the other parameters of a fetch, in the syntax of the worker protocol:
  /// "http://127.0.0.1:40123/stall timeout=25".
  virtual std::string request_line() const { return url(); }

  virtual Ledger ledger() = 0;

  /// The number of connections that neither side has closed, read at each sample.
  virtual std::int64_t open_connections() = 0;

  virtual Gate& gate() = 0;
};

}  // namespace leakproof
