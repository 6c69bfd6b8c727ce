// SPDX-License-Identifier: MIT
#include "interposer/subject.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <stdexcept>

#include "model/probe.hpp"

namespace leakproof::testing {
namespace {

std::string_view name_of(std::string_view variable) {
  return variable.substr(0, variable.find('=') + 1);
}

Command command(const HeapTable& table, std::vector<std::string> words,
                std::vector<std::string> variables) {
  for (const auto& variable : table.environment()) {
    const bool replaced = std::ranges::any_of(
        variables, [&](const std::string& other) { return name_of(other) == name_of(variable); });
    if (!replaced) variables.push_back(variable);
  }
  return {.words = std::move(words), .environment = environment_with(variables)};
}

std::string all_of(int fd) {
  std::string text(4096, '\0');
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(fd, text.data(), text.size()))));
  return text;
}

}  // namespace

std::vector<std::string> environment_with(const std::vector<std::string>& variables) {
  std::vector<std::string> result = variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const auto same = [name = name_of(*variable)](const std::string& other) {
      return name_of(other) == name;
    };
    if (std::ranges::none_of(variables, same)) result.emplace_back(*variable);
  }
  return result;
}

std::string maps_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/maps");
  return {std::istreambuf_iterator<char>(file), {}};
}

Subject::Subject(const HeapTable& table, std::vector<std::string> words,
                 std::vector<std::string> variables)
    : table_(table), process_(command(table, std::move(words), std::move(variables))) {}

long Subject::send(std::string_view order) {
  const auto line = std::string(order) + '\n';
  std::string answer;
  if (::write(process_.input(), line.data(), line.size()) > 0) {
    for (char next = 0; ::read(process_.output(), &next, 1) == 1 && next != '\n';) answer += next;
  }
  if (!answer.empty()) return std::stol(answer);
  throw std::runtime_error("no answer to \"" + std::string(order) +
                           "\": " + all_of(process_.errors()));
}

}  // namespace leakproof::testing

namespace leakproof {

HeapCounts operator-(const HeapCounts& after, const HeapCounts& before) {
  return {
      .live_blocks = after.live_blocks - before.live_blocks,
      .live_bytes = after.live_bytes - before.live_bytes,
      .mapped_bytes = after.mapped_bytes - before.mapped_bytes,
      .allocations = after.allocations - before.allocations,
      .allocated_bytes = after.allocated_bytes - before.allocated_bytes,
  };
}

void PrintTo(const HeapCounts& counts, std::ostream* out) {
  *out << counts.live_blocks << " blocks, " << counts.live_bytes << " bytes, "
       << counts.mapped_bytes << " mapped, " << counts.allocations << " allocations of "
       << counts.allocated_bytes << " bytes";
}

}  // namespace leakproof
