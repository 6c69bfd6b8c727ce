// SPDX-License-Identifier: MIT
#include "worker/stepped_worker.hpp"

#include <fmt/format.h>

#include "protocol/answers.hpp"
#include "protocol/words.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

constexpr std::size_t longest_quote = 80;
constexpr int skips = 77;  // as test runners have it

}  // namespace

template <typename Parse>
auto SteppedWorker::hear(Parse parse, std::string_view expected) {
  const std::string_view line = talk_.listen();
  auto parsed = parse(line);
  if (!parsed) {
    talk_.fail(fmt::format("it said \"{}\" where \"{}\" was expected",
                           printable(line.substr(0, longest_quote)), expected));
  }
  return *std::move(parsed);
}

SteppedWorker::SteppedWorker(const Command& command, Watch::Bounds bounds,
                             std::shared_ptr<const HeapTable> heap, const Interrupt& interrupt)
    : talk_(command, bounds, interrupt), heap_(std::move(heap)) {
  try {
    const protocol::Hello hello = hear(protocol::parse_hello, "hello leakproof-worker/1 …");
    banner_ = printable(hello.banner.substr(0, longest_quote));
    explains_ = hello.explains;
  } catch (const WorkerFailure&) {
    if (talk_.exit_code() != skips) throw;
    throw WorkerSkips(talk_.errors().last_line());
  }
}

Batch SteppedWorker::advance(std::int64_t fetches, std::string_view request_line) {
  talk_.say(protocol::order(fetches, request_line));
  Batch batch;
  if (fetches > 0) {
    const protocol::Done done =
        hear(protocol::parse_done, fmt::format("done {} <failed>", fetches));
    if (done.attempted != fetches) {
      talk_.fail(fmt::format("it was told to make {} fetches and says it made {}", fetches,
                             done.attempted));
    }
    batch.attempted = done.attempted;
    batch.failed = done.failed;
  }
  batch.reported = hear(protocol::parse_settled, "settled [name=value]…");
  return batch;
}

std::optional<Explanation> SteppedWorker::explain() {
  if (!explains_) return std::nullopt;
  talk_.say(protocol::order_line(protocol::word::explain));
  const protocol::Explains head = hear(protocol::parse_explains, "explains <means> <lines>");
  Explanation explanation{.source = head.source};
  const auto take = [&](std::string_view line) {
    return protocol::parse_explained(line, explanation) ? std::optional(true) : std::nullopt;
  };
  for (std::int64_t i = 0; i < head.lines; ++i) hear(take, "held <bytes> <count> <stack>");
  return explanation;
}

ExitReport SteppedWorker::stop() {
  talk_.say(protocol::order_line(protocol::word::stop));
  const int code = talk_.end();
  return {.exit_code = code, .last_words = talk_.errors().text(), .quote = talk_.errors().quote()};
}

}  // namespace leakproof
