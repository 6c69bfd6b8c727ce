// SPDX-License-Identifier: MIT
#pragma once

#include <gmock/gmock.h>

#include <exception>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <leakproof/conclusion.hpp>
#include <leakproof/current_test.hpp>
#include <leakproof/leak_test.hpp>

namespace leakproof {

/// Judges a callable that takes a Request and returns an Outcome. It makes thousands of
/// fetches in another process, which runs the same test; see run_leak_test(). A failure prints the
/// evidence. Created by DoesNotLeak() and Leaks().
class LeakMatcher {
 public:
  using is_gtest_matcher = void;

  explicit LeakMatcher(Conclusion wanted) : wanted_(wanted) {}

  /// Names scenarios and groups of scenarios; the default is "plain".
  template <typename... Names>
  LeakMatcher On(Names&&... names) && {
    (what_.scenarios.emplace_back(std::forward<Names>(names)), ...);
    return std::move(*this);
  }

  /// Fetches until the first look, 60 or more: also the largest cache that is tolerated.
  LeakMatcher Horizon(std::int64_t fetches) && {
    what_.horizon = fetches;
    return std::move(*this);
  }

  /// Tolerates growth of one resource, per fetch and in its unit: Tolerating("heap_bytes",
  /// 16).
  LeakMatcher Tolerating(std::string metric, double per_fetch) && {
    what_.tolerances.push_back({.metric = std::move(metric), .per_fetch = per_fetch});
    return std::move(*this);
  }

  template <typename Callable>
  bool MatchAndExplain(const Callable& fetch, testing::MatchResultListener* listener) const {
    // GoogleTest calls a second time to get the explanation of a mismatch.
    Answer answer = *unexplained_ ? *std::exchange(*unexplained_, nullptr) : judged(fetch);
    *listener << answer.why;
    const bool matches = answer.matches;
    if (!listener->IsInterested()) *unexplained_ = std::make_unique<Answer>(std::move(answer));
    return matches;
  }

  void DescribeTo(std::ostream* out) const { describe("does not leak", "leaks", out); }
  void DescribeNegationTo(std::ostream* out) const {
    describe("leaks, or cannot be judged,", "does not leak, or cannot be judged,", out);
  }

 private:
  struct Answer {
    bool matches = true;
    std::string why{};
  };

  template <typename Callable>
  Answer judged(const Callable& fetch) const {
    try {
      Answer answer;
      for (const auto& [ruling, evidence] :
           run_leak_test([&fetch](const Request& request) { return fetch(request); }, what_,
                         detail::current_test_alone())) {
        answer.matches = answer.matches && ruling == wanted_;
        answer.why += "\n" + evidence;
      }
      return answer;
    } catch (const std::exception& error) {
      return {.matches = false, .why = std::string("which could not be tested: ") + error.what()};
    }
  }

  void describe(const char* if_clean, const char* if_leaks, std::ostream* out) const {
    *out << (wanted_ == Conclusion::clean ? if_clean : if_leaks) << " on ";
    const char* separator = "";
    for (const std::string& name : what_.scenarios) {
      *out << std::exchange(separator, ", ") << name;
    }
    if (what_.scenarios.empty()) *out << "plain";
  }

  Conclusion wanted_;
  LeakTestOptions what_{};
  std::shared_ptr<std::unique_ptr<Answer>> unexplained_ =
      std::make_shared<std::unique_ptr<Answer>>();
};

/// Matches a callable that is proven clean:
///
///   EXPECT_THAT(my_fetch, leakproof::DoesNotLeak().On("drop-mid-body").Horizon(1000));
inline LeakMatcher DoesNotLeak() { return LeakMatcher(Conclusion::clean); }

/// Matches a callable that is proven to leak. Not(DoesNotLeak()) also matches one that
/// cannot be judged.
inline LeakMatcher Leaks() { return LeakMatcher(Conclusion::leaks); }

}  // namespace leakproof
