// SPDX-License-Identifier: MIT
#include "report/overview.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/verdict.hpp"
#include "report/evidence.hpp"
#include "report/words.hpp"
#include "text/growth.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"
#include "text/utf8.hpp"
#include "text/wrapped.hpp"

namespace leakproof::report {
namespace {

std::string growth_of(const Result& result) {
  std::string text;
  for (const Finding& finding : result.findings) {
    if (!finding.decides() || finding.verdict.ruling != Ruling::leaks) continue;
    const Metric& metric = finding.series.metric;
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", printable(metric.name),
                    leakproof::growth_text(finding.verdict.growth.per_fetch, symbol(metric.unit)));
  }
  return text;
}

}  // namespace

void Overview::expect(const Trial& trial) {
  if (client_of(trial) == clients_.size()) {
    clients_.push_back(
        {printable(trial.client), printable(trial.about), words(trial.expect, trial.leaks_on), ""});
  }
  if (scenario_of(trial) == scenarios_.size()) scenarios_.push_back(printable(trial.scenario.name));
}

std::size_t Overview::client_of(const Trial& trial) const {
  const auto found = std::ranges::find(clients_, printable(trial.client), &Client::name);
  return static_cast<std::size_t>(found - clients_.begin());
}

std::size_t Overview::scenario_of(const Trial& trial) const {
  const auto found = std::ranges::find(scenarios_, printable(trial.scenario.name));
  return static_cast<std::size_t>(found - scenarios_.begin());
}

void Overview::add(const Result& result, Standing standing) {
  const std::size_t client = client_of(result.trial);
  const std::size_t scenario = scenario_of(result.trial);
  if (clients_[client].leak.empty()) clients_[client].leak = growth_of(result);
  cells_.push_back({.client = client,
                    .scenario = scenario,
                    .ruling = result.ruling,
                    .standing = standing,
                    .microseconds = 1e6 * result.fetching_seconds /
                                    static_cast<double>(std::max<std::int64_t>(1, result.fetches)),
                    .peak = result.peak_bytes});
}

const Overview::Cell* Overview::find(std::size_t client, std::size_t scenario) const {
  // The most important of repeated trials.
  const Cell* found = nullptr;
  for (const Cell& cell : cells_) {
    if (cell.client != client || cell.scenario != scenario) continue;
    if (found == nullptr || cell.standing >= found->standing) found = &cell;
  }
  return found;
}

std::string Overview::text(bool declared, std::size_t width) const {
  if (cells_.empty()) return "";
  return rulings(width) + costs(width) + clients(declared, width);
}

template <typename Text>
std::string Overview::matrix(std::string_view title, std::size_t width, Text text) const {
  std::size_t first = width_of(title);
  for (const std::string& scenario : scenarios_) first = std::max(first, width_of(scenario));
  const auto column = [&](std::size_t client) {
    return std::max<std::size_t>(6, width_of(clients_[client].name));
  };
  std::string result;
  for (std::size_t begin = 0, end = 0; begin < clients_.size(); begin = end) {
    std::size_t used = first;
    for (end = begin; end < clients_.size(); ++end) {
      used += 2 + column(end);
      if (width > 0 && used > width && end > begin) break;
    }
    result += fmt::format("\n{:<{}}", title, first);
    for (std::size_t client = begin; client < end; ++client) {
      result += fmt::format("  {:>6}", clients_[client].name);
    }
    for (std::size_t scenario = 0; scenario < scenarios_.size(); ++scenario) {
      result += fmt::format("\n{:<{}}", scenarios_[scenario], first);
      for (std::size_t client = begin; client < end; ++client) {
        const Cell* const cell = find(client, scenario);
        result += fmt::format("  {:>{}}", cell == nullptr ? "" : text(*cell), column(client));
      }
    }
    result += '\n';
  }
  return result;
}

std::string Overview::rulings(std::size_t width) const {
  return matrix("ruling", width, [](const Cell& cell) {
    std::string text(word(cell.ruling));
    if (cell.ruling == Conclusion::inconclusive) text = "open";
    if (cell.standing == Standing::known) text = "known";
    return cell.standing == Standing::unexpected ? "!" + text : text;
  });
}

std::string Overview::costs(std::size_t width) const {
  const auto is_measured = [](const Cell& cell) {
    return cell.ruling != Conclusion::invalid && cell.ruling != Conclusion::skipped;
  };
  return matrix("µs/fetch", width,
                [&](const Cell& cell) {
                  return is_measured(cell) ? figure(cell.microseconds) : std::string("-");
                }) +
         matrix("peak MiB", width, [&](const Cell& cell) {
           if (!is_measured(cell)) return std::string("-");
           return cell.peak ? fmt::format("{:.1f}", static_cast<double>(*cell.peak) / (1 << 20))
                            : std::string("?");
         });
}

std::string Overview::clients(bool declared, std::size_t width) const {
  std::size_t name = 0;
  std::size_t about = 0;
  for (const Client& client : clients_) {
    name = std::max(name, width_of(client.name));
    about = std::max(about, width_of(client.about));
  }
  std::string result;
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const Client& client = clients_[i];
    const auto of_client = [&](const Cell& cell) { return cell.client == i; };
    const auto all = std::ranges::count_if(cells_, of_client);
    const auto as_expected = std::ranges::count_if(cells_, [&](const Cell& cell) {
      return of_client(cell) && cell.standing == Standing::expected;
    });
    const auto leaks = std::ranges::count_if(cells_, [&](const Cell& cell) {
      return of_client(cell) && cell.ruling == Conclusion::leaks;
    });
    std::string text = fmt::format("{:<{}}  ", client.about, about);
    if (declared) {
      text += fmt::format("{:<27}  {} of {} as expected", client.expect, as_expected, all);
    } else {
      text += fmt::format("leaks in {} of {}", leaks, all);
    }
    result += fmt::format("\n{:<{}}  {}", client.name, name, wrapped(text, name + 2, width));
    if (!client.leak.empty()) {
      result += fmt::format("\n{:<{}}  {}", "", name, wrapped(client.leak, name + 2, width));
    }
  }
  return result + "\n";
}

}  // namespace leakproof::report
