// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "model/result.hpp"
#include "model/trial.hpp"

namespace leakproof::report {

/// What a comparison keeps of each trial: a line of a table, no series.
class Overview {
 public:
  /// Rows and columns appear in the order of this.
  void expect(const Trial&);

  void add(const Result&, bool as_expected);

  /// Client by scenario, and each client with what it does, what it declares
  /// and what was found. Tables that are wider than `width` columns continue
  /// below; 0: nothing is too wide. Ends with a line end; empty before the first trial.
  std::string text(bool declared, std::size_t width = 0) const;

 private:
  struct Cell {
    std::size_t client = 0;
    std::size_t scenario = 0;
    Conclusion ruling = Conclusion::invalid;
    bool as_expected = false;
    double microseconds = 0;  // a fetch
    std::optional<std::int64_t> peak{};
  };

  struct Client {
    std::string name{};
    std::string about{};
    std::string expect{};  // on which scenarios it declares to leak
    std::string leak{};    // the first leak's growth
  };

  std::size_t client_of(const Trial&) const;
  std::size_t scenario_of(const Trial&) const;
  const Cell* find(std::size_t client, std::size_t scenario) const;
  std::string rulings(std::size_t width) const;
  std::string clients(bool declared, std::size_t width) const;
  std::string costs(std::size_t width) const;
  template <typename Text>
  std::string matrix(std::string_view title, std::size_t width, Text text) const;

  std::vector<Client> clients_;
  std::vector<std::string> scenarios_;
  std::vector<Cell> cells_;
};

}  // namespace leakproof::report
