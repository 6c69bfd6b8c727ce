// SPDX-License-Identifier: MIT
#include "worker/line_channel.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>

#include "model/worker.hpp"
#include "shell.hpp"

namespace leakproof {
namespace {

using testing::failure_of;
using ::testing::HasSubstr;
using testing::impatient;
using testing::patient;
using testing::shell;
using ::testing::StartsWith;

class LineChannelTest : public ::testing::Test {
 protected:
  std::string failure_to_receive(const std::string& script, Watch::Bounds bounds = patient) {
    LineChannel channel(shell(script), bounds, interrupt_);
    return failure_of<WorkerFailure>([&] { channel.receive(); });
  }

  Interrupt interrupt_;
};

TEST_F(LineChannelTest, ReceivesLineByLine) {
  LineChannel channel(shell("printf 'one\\ntwo\\n\\nthree\\n'"), patient, interrupt_);
  EXPECT_EQ(channel.receive(), "one");
  EXPECT_EQ(channel.receive(), "two");
  EXPECT_EQ(channel.receive(), "");
  EXPECT_EQ(channel.receive(), "three");
}

TEST_F(LineChannelTest, JoinsALineThatComesInPieces) {
  LineChannel channel(shell("printf one; read go; printf ' and two\\nthree\\n'"), patient,
                      interrupt_);
  channel.send("go\n");
  EXPECT_EQ(channel.receive(), "one and two");
  EXPECT_EQ(channel.receive(), "three");
}

TEST_F(LineChannelTest, ReceivesALineLongerThanItReadsAtOnce) {
  LineChannel channel(shell("head -c 60000 /dev/zero | tr '\\0' x; echo"), patient, interrupt_);
  EXPECT_EQ(channel.receive(), std::string(60'000, 'x'));
}

TEST_F(LineChannelTest, RefusesAFloodWithoutALineEnd) {
  EXPECT_THAT(
      failure_to_receive("exec yes | tr -d '\\n'"),
      ::testing::AllOf(StartsWith("it wrote "),
                       HasSubstr("bytes without a line end to standard output, beginning \"yyyy")));
}

TEST_F(LineChannelTest, TellsHowTheProcessEndedWithoutAnAnswer) {
  EXPECT_EQ(failure_to_receive("printf half; exit 3"), "it ended by itself with exit code 3");
  EXPECT_THAT(failure_to_receive("echo why >&2; kill -6 $$"),
              ::testing::AllOf(StartsWith("it was killed by signal 6"), HasSubstr("\n    why")));
  EXPECT_EQ(failure_to_receive("exec sleep 1000", impatient), "it did not answer within 0.03 s");
  EXPECT_EQ(failure_to_receive("exec sleep 1000 >&-"), "it closed its standard output");
}

TEST_F(LineChannelTest, TellsThatTheProcessHasStoppedReading) {
  LineChannel channel(shell("exec 0<&-; echo closed; exit 4"), patient, interrupt_);
  EXPECT_EQ(channel.receive(), "closed");
  EXPECT_EQ(failure_of<WorkerFailure>([&] { channel.send("run\n"); }),
            "it ended by itself with exit code 4");
}

TEST_F(LineChannelTest, ClosesTheInputAndWaitsForTheEnd) {
  LineChannel channel(shell("cat; exit 5"), patient, interrupt_);
  EXPECT_EQ(channel.end(), 5);
  EXPECT_EQ(channel.exit_code(), 5);
}

TEST_F(LineChannelTest, RefusesAProcessThatTheWorkerHasNotStarted) {
  UnixListener listener;
  LineChannel channel(shell("sleep 1000"), impatient, interrupt_);
  const Fd ours{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  listener.address().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::connect(ours.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(failure_of<WorkerFailure>([&] { channel.accept(listener); }),
            "the test did not connect within 0.03 s; process " + std::to_string(::getpid()) +
                ", which the command has not started, was refused");
  char none = 0;
  EXPECT_EQ(::read(ours.get(), &none, 1), 0);
}

TEST_F(LineChannelTest, ShowsTheOutputOfACommandThatEndsBeforeItConnects) {
  UnixListener listener;
  Command command = shell("read nothing; echo collected 0 items; exit 5");
  command.output = Command::Output::with_errors;
  LineChannel channel(command, patient, interrupt_);
  EXPECT_THAT(failure_of<WorkerFailure>([&] { channel.accept(listener); }),
              ::testing::AllOf(StartsWith("it ended by itself with exit code 5 before the test"),
                               ::testing::EndsWith("\n    collected 0 items")));
}

}  // namespace
}  // namespace leakproof
