// SPDX-License-Identifier: MIT
#include "options/known_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <sstream>
#include <stdexcept>
#include <tuple>

#include "model/usage_error.hpp"
#include "posix/read_file.hpp"
#include "report/words.hpp"
#include "text/printable.hpp"
#include "text/suggestion.hpp"

namespace leakproof {
namespace {

constexpr std::size_t longest_list = std::size_t{16} << 20;

constexpr std::string_view heading =
    R"(# Known leaks, for --known. Each is compared by its kind and owner, not by a line number. It becomes
# a failure again when it grows faster than per_fetch. --write-known updates this file.
)";

class KnownFile {
 public:
  KnownFile(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  std::vector<KnownLeak> leaks() {
    try {
      const toml::table file = toml::parse(text_, name_);
      for (const auto& [key, node] : file) {
        if (key.str() != "leak") refuse_key(node, std::string(key.str()), {"leak"});
      }
      const toml::node* const entries = file.get("leak");
      if (entries == nullptr) return {};
      const toml::array* const list = entries->as_array();
      if (list == nullptr) fail(*entries, "each leak must be a [[leak]]");
      for (const toml::node& entry : *list) add(entry);
    } catch (const toml::parse_error& error) {
      fail(error.source(), std::string(error.description()));
    }
    return std::move(leaks_);
  }

 private:
  [[noreturn]] void fail(const toml::source_region& where, const std::string& what) const {
    throw UsageError(fmt::format("{}:{}: {}", printable(name_), where.begin.line, printable(what)));
  }

  [[noreturn]] void fail(const toml::node& node, const std::string& what) const {
    fail(node.source(), what);
  }

  [[noreturn]] void refuse_key(const toml::node& node, const std::string& key,
                               const std::vector<std::string_view>& known) const {
    const std::string_view meant = closest(key, known);
    fail(node, fmt::format("\"{}\" is not known.{}", key,
                           meant.empty() ? "" : fmt::format(" Did you mean \"{}\"?", meant)));
  }

  void add(const toml::node& node) {
    const toml::table* const entry = node.as_table();
    if (entry == nullptr) fail(node, "each leak must be a [[leak]]");
    KnownLeak leak;
    for (const auto& [key, value] : *entry) {
      const std::string name(key.str());
      if (name == "client") {
        leak.client = text_of(value, name);
      } else if (name == "scenario") {
        leak.scenario = text_of(value, name);
      } else if (name == "kind") {
        leak.kind = kind_of(value);
      } else if (name == "file") {
        leak.file = text_of(value, name);
      } else if (name == "function") {
        leak.function = text_of(value, name);
      } else if (name == "code") {
        leak.code = text_of(value, name);
      } else if (name == "per_fetch") {
        leak.per_fetch = rates_of(value);
      } else {
        refuse_key(value, name,
                   {"client", "scenario", "kind", "file", "function", "code", "per_fetch"});
      }
    }
    for (const char* const required : {"client", "scenario", "kind", "per_fetch"}) {
      if (!entry->contains(required)) fail(node, fmt::format("the leak has no \"{}\"", required));
    }
    const auto [first, is_new] = lines_.try_emplace(
        std::tuple(leak.client, leak.scenario, leak.kind, leak.file, leak.function, leak.code),
        node.source().begin.line);
    if (!is_new) fail(node, fmt::format("the same leak is in line {}", first->second));
    leaks_.push_back(std::move(leak));
  }

  std::string text_of(const toml::node& node, const std::string& key) const {
    const auto text = node.value_exact<std::string>();
    if (!text || text->empty()) fail(node, fmt::format("\"{}\" must be a text", key));
    return *text;
  }

  LeakKind kind_of(const toml::node& node) const {
    const std::string text = text_of(node, "kind");
    for (const LeakKind kind : report::all_of<LeakKind>()) {
      if (report::word(kind) == text) return kind;
    }
    std::vector<std::string_view> words;
    for (const LeakKind kind : report::all_of<LeakKind>()) words.push_back(report::word(kind));
    fail(node, fmt::format("\"kind\" must be one of {}", fmt::join(words, ", ")));
  }

  std::map<std::string, double> rates_of(const toml::node& node) const {
    const toml::table* const table = node.as_table();
    if (table == nullptr || table->empty()) {
      fail(node, "\"per_fetch\" must be a table: { heap_bytes = 16.0 }");
    }
    std::map<std::string, double> rates;
    for (const auto& [metric, value] : *table) {
      const auto rate = value.value<double>();
      if (!value.is_number() || !rate || !std::isfinite(*rate) || *rate < 0) {
        fail(value, fmt::format("\"{}\" must be a number, 0 or more", metric.str()));
      }
      rates.emplace(metric.str(), *rate);
    }
    return rates;
  }

  std::string_view text_;
  std::string name_;
  std::vector<KnownLeak> leaks_{};
  std::map<std::tuple<std::string, std::string, LeakKind, std::string, std::string, std::string>,
           toml::source_index>
      lines_{};
};

// Four digits are enough to compare, and do not change with each run.
double rounded(double rate) { return std::stod(fmt::format("{:.4g}", std::max(rate, 0.0))); }

std::string quoted(const std::string& text) {
  std::ostringstream out;
  out << toml::toml_formatter{toml::table{{"x", text}}, toml::format_flags::none};
  const std::string line = out.str();
  return line.substr(line.find('=') + 2);
}

std::string key_text(const std::string& key) {
  const bool is_bare = !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  return is_bare ? key : quoted(key);
}

}  // namespace

std::vector<KnownLeak> parse_known(std::string_view text, const std::string& name) {
  return KnownFile(text, name).leaks();
}

std::vector<KnownLeak> read_known(const std::string& path) {
  std::string text;
  try {
    text = read_file(path, longest_list);
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("--known: cannot read {}: {}", printable(path), error.what()));
  }
  return parse_known(text, path);
}

std::string known_text(std::span<const KnownLeak> leaks) {
  std::string text(heading);
  for (const KnownLeak& leak : leaks) {
    text += "\n[[leak]]\n";
    for (const auto& [key, value] : {std::pair<const char*, std::string>{"client", leak.client},
                                     {"scenario", leak.scenario},
                                     {"kind", std::string(report::word(leak.kind))},
                                     {"file", leak.file},
                                     {"function", leak.function},
                                     {"code", leak.code}}) {
      if (!value.empty()) text += fmt::format("{} = {}\n", key, quoted(value));
    }
    std::vector<std::string> rates;
    for (const auto& [metric, rate] : leak.per_fetch) {
      rates.push_back(fmt::format("{} = {}", key_text(metric), rounded(rate)));
    }
    text += fmt::format("per_fetch = {{ {} }}\n", fmt::join(rates, ", "));
  }
  return text;
}

}  // namespace leakproof
