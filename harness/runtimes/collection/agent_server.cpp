// SPDX-License-Identifier: MIT
#include "runtimes/collection/agent_server.hpp"

#include <poll.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "posix/thread_activity.hpp"
#include "protocol/answers.hpp"
#include "protocol/words.hpp"
#include "runtimes/collection/answer.hpp"
#include "runtimes/collection/unread_order.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_agents = 64;  // of a process
constexpr std::chrono::milliseconds between_looks{50};

std::optional<std::vector<Reported>> settled(Answer& answer) {
  const auto line = answer.next_line();
  return line ? protocol::parse_settled(*line) : std::nullopt;
}

std::optional<Explanation> explained(Answer& answer) {
  const auto first = answer.next_line();
  const auto head = first ? protocol::parse_explains(*first) : std::nullopt;
  if (!head) return std::nullopt;
  Explanation explanation{.source = head->source};
  for (std::int64_t i = 0; i < head->lines; ++i) {
    const auto line = answer.next_line();
    if (!line || !protocol::parse_explained(*line, explanation)) return std::nullopt;
  }
  return explanation;
}

// Waits for an answer. False if the thread of the agent ignores the order.
bool is_heeded(const Answer& answer, ThreadActivity& threads) {
  UnreadOrder order(threads.look());
  while (!answer.is_ready_within(between_looks)) {
    if (!answer.is_order_read() && order.is_ignored(threads.look())) return false;
  }
  return true;
}

bool has_hung_up(const Fd& agent) {
  pollfd look{.fd = agent.get(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&look, 1, 0) == 1;
}

void add(const std::vector<Reported>& more, std::vector<Reported>& sums) {
  for (const Reported& number : more) {
    const auto known = std::ranges::find(sums, number.name, &Reported::name);
    if (known == sums.end()) {
      if (number.name == protocol::word::uncollected) sums.push_back(number);
      continue;
    }
    known->value = std::clamp(known->value + number.value, -protocol::greatest_reported,
                              protocol::greatest_reported);
  }
}

}  // namespace

bool AgentServer::knows(pid_t pid) {
  accept_pending();
  return agents_.contains(pid);
}

void AgentServer::accept_pending() {
  for (auto& [pid, agents] : agents_) {
    std::erase_if(agents, [](const Agent& agent) { return has_hung_up(agent.socket); });
  }
  std::erase_if(agents_, [](const auto& process) { return process.second.empty(); });
  while (auto agent = listener_.accept()) {
    std::vector<Agent>& of_process = agents_[agent->pid];
    if (of_process.size() < most_agents) of_process.push_back({.socket = std::move(agent->socket)});
  }
}

// The answer to an order that was ignored when it was given. True if nothing is owed any more.
bool AgentServer::catch_up(Agent& agent, std::chrono::milliseconds patience) {
  if (!agent.owes) return true;
  Answer late(agent.socket, {}, patience);
  if (!late.is_order_read() && !late.is_ready_within({})) return false;
  if (agent.owes != Order::settle) {
    explained(late);
  } else if (auto reported = settled(late)) {
    agent.reported = *std::move(reported);
  }
  agent.owes.reset();
  return true;
}

std::string AgentServer::line_of(Order order) {
  switch (order) {
    case Order::settle:
      return protocol::order_line(protocol::word::settle);
    case Order::explain:
      return protocol::order_line(protocol::word::explain);
    case Order::explain_last:
      break;
  }
  return protocol::order_line(protocol::word::explain_last);
}

// Gives all agents of a process an order at once, so that they carry it out at the same time.
// Returns false if none answers correctly.
bool AgentServer::give(Order order, pid_t pid, std::chrono::milliseconds patience,
                       const std::function<bool(Agent&, Answer&)>& take) {
  std::vector<Agent>& agents = agents_.at(pid);
  const std::string line = line_of(order);
  std::vector<std::optional<Answer>> answers;
  for (Agent& agent : agents) {
    answers.emplace_back();
    if (catch_up(agent, patience)) answers.back().emplace(agent.socket, line, patience);
  }
  ThreadActivity threads(pid);
  const bool is_alone = agents.size() == 1;
  bool any = false;
  std::size_t i = 0;
  std::erase_if(agents, [&](Agent& agent) {
    std::optional<Answer>& answer = answers[i++];
    if (!answer) return false;
    const bool is_heeded_now = is_alone || is_heeded(*answer, threads);
    if (is_heeded_now && take(agent, *answer)) {
      any = true;
      return false;
    }
    if (is_heeded_now && !answer->is_late()) return true;
    agent.owes = order;
    return false;
  });
  return any;
}

std::optional<std::vector<Reported>> AgentServer::settle(pid_t pid,
                                                         std::chrono::milliseconds patience) {
  accept_pending();
  if (!agents_.contains(pid)) return std::nullopt;
  std::optional<std::vector<Reported>> sums;
  const bool any = give(Order::settle, pid, patience, [&](Agent& agent, Answer& answer) {
    auto reported = settled(answer);
    if (!reported) return false;
    agent.reported = *std::move(reported);
    if (sums) {
      add(agent.reported, *sums);
    } else {
      sums.emplace(agent.reported);
    }
    return true;
  });
  if (!any) return std::nullopt;
  // The main isolate may grow unseen.
  if (agents_.at(pid).front().owes) return std::vector<Reported>{};
  for (const Agent& agent : agents_.at(pid)) {
    if (agent.owes) add(agent.reported, *sums);
  }
  return sums;
}

std::optional<Explanation> AgentServer::explain(pid_t pid, std::chrono::milliseconds patience) {
  return explain_by(Order::explain, pid, patience);
}

std::optional<Explanation> AgentServer::explain_last(pid_t pid,
                                                     std::chrono::milliseconds patience) {
  return explain_by(Order::explain_last, pid, patience);
}

std::optional<Explanation> AgentServer::explain_by(Order order, pid_t pid,
                                                   std::chrono::milliseconds patience) {
  accept_pending();
  if (!agents_.contains(pid)) return std::nullopt;
  std::optional<Explanation> all;
  give(order, pid, patience, [&](Agent&, Answer& answer) {
    auto more = explained(answer);
    if (!more) return false;
    if (!all) {
      all = std::move(more);
    } else {
      std::ranges::move(more->holdings, std::back_inserter(all->holdings));
      std::ranges::move(more->containers, std::back_inserter(all->containers));
    }
    return true;
  });
  return all;
}

}  // namespace leakproof
