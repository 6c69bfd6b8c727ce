// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"

namespace leakproof::report {

/// The comparison of clients. Keeps one table cell per trial, without series.
class Overview {
 public:
  /// Announces a trial. Rows and columns appear in the order of these calls.
  void expect(const Trial&);

  void add(const Result&, Standing);

  /// Tables of clients by scenarios, and each client with its description, declaration and
  /// results. Tables wider than `width` columns are split; 0: no limit. Ends with a line end;
  /// empty before the first trial.
  std::string text(bool declared, std::size_t width = 0) const;

 private:
  struct Cell {
    std::size_t client = 0;
    std::size_t scenario = 0;
    Conclusion ruling = Conclusion::invalid;
    Standing standing = Standing::unexpected;
    double microseconds = 0;  // per fetch
    std::optional<std::int64_t> peak{};
  };

  struct Client {
    std::string name{};
    std::string about{};
    std::string expect{};  // the scenarios in which it is declared to leak
    std::string leak{};    // growth of its first leak
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
