// SPDX-License-Identifier: MIT
#include "environment/local_environment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include "attribution/clients_stack.hpp"
#include "environment/client_sockets.hpp"
#include "environment/http2_proxy.hpp"
#include "environment/programs.hpp"
#include "environment/request_line.hpp"
#include "interposer/supervisor/heap_table.hpp"
#include "model/client_usage.hpp"
#include "model/gate.hpp"
#include "model/ledger.hpp"
#include "posix/unix_listener.hpp"
#include "posix/variables.hpp"
#include "runtimes/catalogue.hpp"
#include "server/origin.hpp"
#include "symbols/symbols.hpp"
#include "worker/connection_owners.hpp"
#include "worker/failure_text.hpp"
#include "worker/paced_worker.hpp"
#include "worker/stepped_worker.hpp"

namespace leakproof {
namespace {

class LocalOrigin final : public Origin {
 public:
  template <typename Behaviour>
  explicit LocalOrigin(const Behaviour& behaviour, const ClientUsage& client_usage,
                       const server::ScenarioEntry& scenario = {})
      : origin_(behaviour, scenario.behind_http2 ? server::ClientQueries{} : queries()) {
    if (scenario.behind_http2) front_.emplace(origin_);
    request_line_ = leakproof::request_line(scenario, origin_, client_usage,
                                            front_ ? front_->port() : origin_.port());
  }

  std::string url() const override { return origin_.url(); }
  std::string request_line() const override { return request_line_; }
  const server::Origin& running() const { return origin_; }
  ConnectionOwners& owners() { return owners_; }
  std::int64_t open_connections() override { return origin_.open_connections(); }

  Gate& gate() override { return gate_; }

  Ledger ledger() override {
    Ledger counts = origin_.counts();
    add_client_sockets(counts, origin_.port());
    return counts;
  }

 private:
  class LocalGate final : public Gate {
   public:
    explicit LocalGate(server::Gate& gate) : gate_(gate) {}
    void shut() override { gate_.shut(); }
    void open() override { gate_.open(); }
    void let_through(std::int64_t fetches) override { gate_.let_through(fetches); }
    int event() const override { return gate_.event(); }

    GateCounts counts() override { return gate_.counts(); }
    std::vector<server::ClientEnd> held_clients() override { return gate_.held_clients(); }

   private:
    server::Gate& gate_;
  };

  // All connections of an origin behind nghttpx are nghttpx's.
  server::ClientQueries queries() {
    return {.may_connect =
                [this](const server::ClientEnd& client) { return owners_.may_connect(client); },
            .still_waits =
                [this](const server::ClientEnd& client) { return owners_.still_waits(client); }};
  }

  ConnectionOwners owners_{};
  server::Origin origin_;
  std::optional<Http2Proxy> front_{};
  std::string request_line_{};
  LocalGate gate_{origin_.gate()};
};

// Traffic goes to loopback, so the user's proxy settings are removed; and so is what makes this
// process itself the worker of another.
bool is_removed(std::string_view variable) {
  constexpr std::array<std::string_view, 9> removed{
      "http_proxy=", "https_proxy=", "all_proxy=",        "HTTP_PROXY=",    "HTTPS_PROXY=",
      "ALL_PROXY=",  "ftp_proxy=",   "LEAKPROOF_WORKER=", "LEAKPROOF_TEST="};
  return std::ranges::any_of(removed,
                             [&](std::string_view start) { return variable.starts_with(start); });
}

// Environment variables by which a program without leakproof-specific options trusts the
// origin's certificate and uses its proxy.
std::vector<Variable> how_to_reach(const server::Origin& origin) {
  std::vector<Variable> variables;
  if (const std::string file = origin.authority_file(); !file.empty()) {
    for (const char* const name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
      variables.push_back({.name = name, .value = file});
    }
  }
  if (const std::string proxy = origin.proxy(); !proxy.empty()) {
    for (const char* const name : {"http_proxy", "https_proxy"}) {
      variables.push_back({.name = name, .value = proxy});
    }
  }
  return variables;
}

void set_for_runtimes(std::vector<std::string>& environment, const WorkerSetup& setup) {
  for (const RuntimeEntry& runtime : runtimes::catalogue()) {
    if (runtime.variables == nullptr) continue;
    for (const Variable& variable : runtime.variables(setup)) set(environment, variable);
  }
}

std::vector<std::string> own_environment() {
  std::vector<std::string> result;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!is_removed(*variable)) result.emplace_back(*variable);
  }
  return result;
}

// ASan keeps what is freed for a while, up to 256 MB, which looks like growth. The user's own
// options come later, and so prevail.
void keep_no_quarantine(std::vector<std::string>& environment) {
  const char* const own = std::getenv("ASAN_OPTIONS");
  set(environment,
      fmt::format("ASAN_OPTIONS=quarantine_size_mb=0:thread_local_quarantine_size_kb=0:{}",
                  own != nullptr ? own : ""));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

class LocalNames final : public CodeNames {
 public:
  explicit LocalNames(pid_t pid) : symbols_(pid) {}

  NamedStack name(std::span<const std::uintptr_t> return_addresses) override {
    NamedStack stack;
    for (Frame& frame : clients_stack(symbols_, return_addresses)) {
      stack.paths.push_back(std::move(frame.path));
      stack.places.push_back({.function = std::move(frame.function),
                              .file = std::move(frame.file),
                              .line = frame.line,
                              .module = std::move(frame.module),
                              .offset = frame.offset});
    }
    return stack;
  }

 private:
  Symbols symbols_;
};

server::ScenarioEntry scenario_called(std::string_view name) {
  const auto scenarios = server::catalogue();
  return *std::ranges::find(scenarios, name, &server::ScenarioEntry::name);
}

std::unique_ptr<Origin> plain_origin() {
  const server::ScenarioEntry plain = scenario_called("plain");
  return std::make_unique<LocalOrigin>(plain, ClientUsage{}, plain);
}

}  // namespace

LocalEnvironment::LocalEnvironment(WorkerCommand command, const Interrupt& interrupt,
                                   OriginOverride instead)
    : command_(std::move(command)),
      override_(std::move(instead)),
      why_not_preloaded_(why_not_preloaded(command_.words)),
      interrupt_(interrupt) {}

std::unique_ptr<Origin> LocalEnvironment::open_origin(const Trial& trial) {
  const ClientUsage& client_usage = trial.client_usage;
  if (override_.upstream) return std::make_unique<LocalOrigin>(*override_.upstream, client_usage);
  if (!override_.replies.empty()) {
    return std::make_unique<LocalOrigin>(override_.replies, client_usage);
  }
  const server::ScenarioEntry scenario = scenario_called(trial.scenario.name);
  return std::make_unique<LocalOrigin>(scenario, client_usage, scenario);
}

std::unique_ptr<Worker> LocalEnvironment::start_worker(const Trial& trial, Origin& origin) {
  Command command{
      .words = command_.words,
      .environment = own_environment(),
      .max_descriptors = trial.plan.max_descriptors,
      .spare_descriptors = trial.attribution == Attribution::none ? 0 : trial.plan.max_descriptors};
  for (const std::string& variable : command_.environment) set(command.environment, variable);
  set(command.environment, "LEAKPROOF_RUNTIMES=" + runtimes_folder().string());
  auto& local = static_cast<LocalOrigin&>(origin);
  Preload preload(why_not_preloaded_);
  if (why_not_preloaded_.empty()) {
    auto table = std::make_shared<HeapTable>(heap_interposer().string());
    for (const std::string& variable : table->environment()) set(command.environment, variable);
    preload = Preload(std::move(table));
  }
  Watch::Bounds bounds{.answer = command_.answer_timeout,
                       .stretches = command_.stretches_answer_timeout,
                       .option = "--worker-timeout",
                       .memory = trial.plan.max_memory};
  try {
    if (command_.kind == WorkerCommand::Kind::program) {
      return paced_worker(std::move(command), bounds, std::move(preload), trial.plan.horizon,
                          origin);
    }
    set_for_runtimes(command.environment, {.counts_malloc = why_not_preloaded_.empty()});
    if (command_.kind == WorkerCommand::Kind::named_clients) command.words.push_back(trial.client);
    std::unique_ptr<UnixListener> listener;
    if (command_.kind == WorkerCommand::Kind::test) {
      listener = std::make_unique<UnixListener>();
      set(command.environment, "LEAKPROOF_WORKER=" + listener->address());
      set(command.environment, "LEAKPROOF_TEST=" + command_.test);
      command.output = Command::Output::with_errors;
      bounds.quoted_lines = 20;  // a test runner says much of a failure
    }
    return std::make_unique<SteppedWorker>(
        command, bounds, std::move(preload), CollectionPace(trial.plan.horizon), interrupt_,
        SteppedWorker::Finder{.owners = local.owners(), .open_plain_origin = plain_origin},
        std::move(listener));
  } catch (const std::system_error& error) {
    throw WorkerFailure(failure::cannot_start(error.what()));
  }
}

std::unique_ptr<CodeNames> LocalEnvironment::names_of(pid_t pid) {
  return std::make_unique<LocalNames>(pid);
}

std::unique_ptr<Worker> LocalEnvironment::paced_worker(Command command, Watch::Bounds bounds,
                                                       Preload preload, std::int64_t horizon,
                                                       Origin& origin) {
  const std::string url = origin.url();
  const server::Origin& running = static_cast<LocalOrigin&>(origin).running();
  for (std::string& word : command.words) replace_all(word, "{url}", url);
  set(command.environment, "LEAKPROOF_URL=" + url);
  for (const Variable& variable : how_to_reach(running)) set(command.environment, variable);
  command.output = Command::Output::discarded;
  std::unique_ptr<AgentServer> agents;
  if (command_.has_agents) {
    agents = std::make_unique<AgentServer>();
    set(command.environment, "LEAKPROOF_AGENT=" + agents->address());
  }
  keep_no_quarantine(command.environment);
  set_for_runtimes(command.environment, {.agents = agents ? runtimes_folder().string() : "",
                                         .authority = running.authority_file(),
                                         .counts_malloc = why_not_preloaded_.empty()});
  return std::make_unique<PacedWorker>(
      PacedWorker::Settings{.command = std::move(command),
                            .preload = std::move(preload),
                            .concurrency = command_.concurrency,
                            .horizon = horizon,
                            .bounds = bounds,
                            .looks_for_exhausted_pool = command_.looks_for_exhausted_pool,
                            .agents = std::move(agents)},
      origin.gate(), static_cast<LocalOrigin&>(origin).owners(), interrupt_);
}

}  // namespace leakproof
