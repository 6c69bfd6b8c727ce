// SPDX-License-Identifier: MIT
#include "environment/worker_command.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "environment/programs.hpp"
#include "model/usage_error.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using Kind = WorkerCommand::Kind;

struct Case {
  TrialOptions options{};
  Kind kind = Kind::named_clients;
  std::vector<std::string> words{};
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << (one.words.empty() ? "" : one.words.front());
}

class WorkerCommands : public ::testing::TestWithParam<Case> {};

TEST_P(WorkerCommands, StartWhatTheOptionsName) {
  const WorkerCommand command = worker_command(GetParam().options);
  EXPECT_EQ(command.kind, GetParam().kind);
  EXPECT_EQ(command.words, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Of, WorkerCommands,
    ::testing::Values(Case{{}, Kind::named_clients, {bundled_worker()}},
                      Case{{.clients = {"scoped"}}, Kind::named_clients, {bundled_worker()}},
                      Case{{.worker = "sh 'my worker'"}, Kind::one_client, {"sh", "my worker"}},
                      Case{{.clients = {"a"}, .worker = "sh"}, Kind::named_clients, {"sh"}},
                      Case{{.worker = "sh", .declared = true}, Kind::named_clients, {"sh"}},
                      Case{{.worker = "sh", .declared = true, .expect = Expectation::leaks},
                           Kind::one_client,
                           {"sh"}},
                      Case{{.program = {"sh", "a b"}}, Kind::program, {"sh", "a b"}},
                      Case{{.program = {"sh", "a b"}, .test = "t"}, Kind::test, {"sh", "a b"}}),
    [](const auto& one) { return std::to_string(one.index); });

TEST(WorkerCommand, PassesOnWhatElseTheOptionsSay) {
  const WorkerCommand command = worker_command(
      {.program = {"sh"}, .concurrency = 8, .agents = false, .worker_timeout_seconds = 0.25});
  EXPECT_EQ(command.concurrency, 8);
  EXPECT_FALSE(command.has_agents);
  EXPECT_EQ(command.answer_timeout, std::chrono::milliseconds(250));
}

TEST(WorkerCommand, OfAProgramThatDoesNotExistIsMissing) {
  EXPECT_THAT([] { worker_command({.worker = "no-such-program-here"}); },
              ThrowsMessage<WorkerMissing>(HasSubstr("worker \"no-such-program-here\" is not")));
  EXPECT_THAT([] { worker_command({.program = {"/no/such"}}); },
              ThrowsMessage<WorkerMissing>(HasSubstr("program \"/no/such\" is not")));
}

TEST(KnownClients, AreNamedAfterTheTestThatRunsAgain) {
  const TrialOptions options{.program = {"sh"}, .test = "test_a.py::\x1b"};
  const WorkerCommand command = worker_command(options);
  EXPECT_EQ(command.test, options.test);
  EXPECT_EQ(known_clients(options, command).at(0).name, "test_a.py::\\x1b");
}

TEST(WorkerCommand, MustBeWords) {
  EXPECT_THAT([] { worker_command({.worker = "sh 'a"}); },
              ThrowsMessage<UsageError>(HasSubstr("a quote or bracket is not closed")));
}

TEST(KnownClients, GoByTheNameOfTheScript) {
  const std::string script = ::testing::TempDir() + "/client_" + std::to_string(::getpid()) + ".sh";
  std::ofstream{script};
  for (const TrialOptions& options :
       {TrialOptions{.worker = "sh -e " + script}, TrialOptions{.program = {"sh", "-e", script}}}) {
    EXPECT_THAT(known_clients(options, worker_command(options)),
                ElementsAre(Field(&ListedClient::name, script.substr(script.rfind('/') + 1))));
  }
  EXPECT_THAT(known_clients({.program = {"/bin/sh"}}, worker_command({.program = {"/bin/sh"}})),
              ElementsAre(Field(&ListedClient::name, "sh")));
  std::filesystem::remove(script);
}

TEST(KnownClients, OfAWorkerAreThoseThatAreNamed) {
  const TrialOptions options{.clients = {"a", "b"}, .worker = "sh"};
  EXPECT_THAT(known_clients(options, worker_command(options)),
              ElementsAre(Field(&ListedClient::name, "a"), Field(&ListedClient::name, "b")));
}

TEST(KnownClients, AreMissingWhereAWorkerDeclaresNothing) {
  const TrialOptions options{.worker = "true", .declared = true};
  EXPECT_THAT([&] { known_clients(options, worker_command(options)); },
              ThrowsMessage<WorkerMissing>(HasSubstr("does not list what its clients declare")));
}

}  // namespace
}  // namespace leakproof
