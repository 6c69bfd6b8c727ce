// SPDX-License-Identifier: MIT
#include "runtimes/jvm/fetching_thread.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "model/fetching_stack.hpp"
#include "runtimes/jvm/class_histogram.hpp"
#include "runtimes/jvm/thread_dump.hpp"
#include "runtimes/jvm/users_classes.hpp"

namespace leakproof {
namespace {

bool is_of_the_network(const Place& place) {
  constexpr std::array<std::string_view, 5> packages{"java.net.", "javax.net.", "sun.net.",
                                                     "sun.nio.ch.", "jdk.internal.net."};
  return place.module != thread_module &&
         std::ranges::any_of(packages, [&](std::string_view package) {
           return place.function.starts_with(package);
         });
}

bool is_of_library_code(const Place& place) { return place.module == library_module; }

const Place* users_place(const Holding& thread) {
  const auto found = std::ranges::find_if(thread.stack, is_the_users);
  return found == thread.stack.end() ? nullptr : &*found;
}

bool is_same_line(const Place& one, const Place& other) {
  return one.function == other.function && one.line == other.line;
}

// The one of these whose line of the user's is that of all others, too.
const Holding* only_line(const std::vector<const Holding*>& threads) {
  if (threads.empty()) return nullptr;
  const Place& first = *users_place(*threads.front());
  const bool is_only = std::ranges::all_of(
      threads, [&](const Holding* thread) { return is_same_line(*users_place(*thread), first); });
  return is_only ? threads.front() : nullptr;
}

}  // namespace

// A thread that waits for an asynchronous client may have no frame of that client.
std::vector<Place> stack_that_fetches(std::span<const Holding> threads) {
  std::vector<const Holding*> users;
  std::vector<const Holding*> in_clients;
  std::vector<const Holding*> in_the_network;
  for (const Holding& thread : threads) {
    const auto* const place = users_place(thread);
    if (place == nullptr) continue;
    users.push_back(&thread);
    const auto inner =
        std::span(thread.stack).first(static_cast<std::size_t>(place - thread.stack.data()));
    const bool is_in_the_network = std::ranges::any_of(inner, is_of_the_network);
    if (is_in_the_network) in_the_network.push_back(&thread);
    if (is_in_the_network || std::ranges::any_of(inner, is_of_library_code)) {
      in_clients.push_back(&thread);
    }
  }
  const Holding* found = only_line(in_clients.empty() ? users : in_clients);
  if (found == nullptr) found = only_line(in_the_network);
  if (found == nullptr) return {};
  std::vector<Place> stack = found->stack;
  stack.front().function.insert(0, std::string(fetch_by) + "thread ");
  return stack;
}

}  // namespace leakproof
