// SPDX-License-Identifier: MIT
// Tests the agent in a real CPython, which executes the statements of a test.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "posix/process.hpp"
#include "runtimes/collection/agent_server.hpp"
#include "support/run_program.hpp"

namespace leakproof {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_answer = 30s;

// Executes each line of its standard input.
constexpr const char* interpreter = R"(
import gc, sys, threading, weakref
kept = set()
class Cycle:
    def __init__(self):
        self.me = self
for line in sys.stdin:
    exec(line)
    print('done', flush=True)
)";

/// A Python program whose agent is connected.
class Program {
 public:
  Program()
      : process_(
            {.words = {PYTHON, "-c", interpreter},
             .environment = testing::environment_with(
                 {"PYTHONPATH=" RUNTIMES "/cpython", "LEAKPROOF_AGENT=" + server_.address()})}) {
    run("pass");
    const auto deadline = Clock::now() + longest_answer;
    while (!server_.knows(process_.pid())) {
      if (Clock::now() > deadline) throw std::runtime_error("no agent has connected");
      std::this_thread::yield();
    }
  }

  void run(const std::string& statement) {
    const std::string line = statement + "\n";
    ASSERT_EQ(::write(process_.input(), line.data(), line.size()),
              static_cast<ssize_t>(line.size()));
    ASSERT_THAT(testing::read_until(process_.output(), "done\n"), EndsWith("done\n")) << statement;
  }

  bool is_true(const std::string& expression) {
    const std::string line = "print(" + expression + ")\n";
    EXPECT_EQ(::write(process_.input(), line.data(), line.size()),
              static_cast<ssize_t>(line.size()));
    return testing::read_until(process_.output(), "done\n").starts_with("True");
  }

  std::int64_t settle(const std::string& value) {
    const auto reported = server_.settle(process_.pid(), longest_answer);
    if (!reported) throw std::runtime_error("it did not settle");
    const auto found = std::ranges::find(*reported, value, &Reported::name);
    if (found == reported->end()) throw std::out_of_range(value);
    return found->value;
  }

  bool settles_fully() { return settle("uncollected") == 0; }

  std::vector<Holding> explain(const std::string& metric) {
    auto explanation = server_.explain(process_.pid(), longest_answer);
    if (!explanation) throw std::runtime_error("it did not explain");
    std::erase_if(explanation->holdings,
                  [&](const Holding& holding) { return holding.metric != metric; });
    return explanation->holdings;
  }

  /// The lines that created the newest item of the container with this name; empty if it has not
  /// grown since the first call or none is known.
  std::vector<Place> newest_in(const std::string& name) {
    auto explanation = server_.explain(process_.pid(), longest_answer);
    if (!explanation) throw std::runtime_error("it did not explain");
    const auto found = std::ranges::find(explanation->containers, name, &Container::name);
    return found == explanation->containers.end() ? std::vector<Place>{} : found->newest;
  }

  /// What its agent counts at once, without a second call to compare with.
  std::vector<Container> containers() {
    auto explanation = server_.explain(process_.pid(), longest_answer);
    if (!explanation) throw std::runtime_error("it did not explain");
    std::erase_if(explanation->containers, [](const Container& container) {
      return !container.name.starts_with("number of ");
    });
    return explanation->containers;
  }

 private:
  AgentServer server_;
  Process process_;
};

TEST(CPythonAgent, CollectsGarbageAtEachStop) {
  Program program;
  for (int stop = 0; stop < 30; ++stop) {
    program.run("garbage = weakref.ref(Cycle())");
    program.settle("uncollected");
    EXPECT_TRUE(program.is_true("garbage() is None")) << stop;
  }
}

TEST(CPythonAgent, DoesNotCollectAllOfALargeHeapAtEachStop) {
  Program program;
  for (int stop = 0; stop < 20; ++stop) program.settle("uncollected");
  program.run("large = [[n] for n in range(300000)]");
  int fully = 0;
  const int times = 50;
  for (int i = 0; i < times; ++i) fully += program.settles_fully() ? 1 : 0;
  EXPECT_GT(fully, 0);
  EXPECT_LT(fully, times / 2);
}

TEST(CPythonAgent, SaysThatNoGarbageIsLeftOnlyIfNoneIs) {
  Program program;
  for (int stop = 0; stop < 20; ++stop) program.settle("uncollected");
  program.run("large = [[n] for n in range(300000)]");
  bool was_left = false;
  for (int turn = 0; turn < 20; ++turn) {
    program.run("session = Cycle(); garbage = weakref.ref(session)");
    while (!program.settles_fully()) continue;  // it has become an old object
    program.run("del session");
    while (!program.settles_fully()) {
      was_left = was_left || program.is_true("garbage() is not None");
    }
    EXPECT_TRUE(program.is_true("garbage() is None")) << turn;
  }
  EXPECT_TRUE(was_left) << "nothing was tested";
}

TEST(CPythonAgent, LeavesACollectorThatIsSwitchedOff) {
  Program program;
  program.run("gc.disable(); garbage = weakref.ref(Cycle())");
  EXPECT_TRUE(program.settles_fully());
  EXPECT_TRUE(program.is_true("garbage() is not None"));
}

TEST(CPythonAgent, LeavesWhatTheProgramHasFrozen) {
  Program program;
  for (int stop = 0; stop < 20; ++stop) program.settle("uncollected");
  program.run("one = Cycle(); garbage = weakref.ref(one); gc.freeze(); del one");
  while (!program.settles_fully()) continue;
  EXPECT_TRUE(program.is_true("garbage() is not None")) << "as without the agent";
}

// Starts tasks that wait for ever, and as many that end.
constexpr const char* tasks =
    R"(exec('async def waits():\n  await asyncio.Event().wait()\n'
     'async def ends():\n  pass\n'
     'async def main():\n  for _ in range(count):\n'
     '    kept.add(asyncio.create_task(waits()))\n    await asyncio.create_task(ends())\n'
     '  ready.set()\n  await asyncio.Event().wait()'))";

class AgentOfTasks : public ::testing::Test {
 protected:
  AgentOfTasks() { EXPECT_EQ(program.settle("tasks"), 0) << "asyncio is not imported"; }

  void start(int count) {
    std::string line = tasks;
    std::ranges::replace(line, '\n', ' ');
    program.run("import asyncio; count = " + std::to_string(count));
    program.run(line);
    program.run(
        "ready = threading.Event(); thread = threading.Thread(target=asyncio.run, "
        "args=[main()], daemon=True); thread.start(); ready.wait()");
  }

  Program program;
};

TEST_F(AgentOfTasks, CountsThoseThatAreNotDoneInAllLoops) {
  start(3);
  EXPECT_EQ(program.settle("tasks"), 4) << "three and main()";
  start(5);
  EXPECT_EQ(program.settle("tasks"), 10);
}

TEST_F(AgentOfTasks, TellsWhereTheyWaitAndWereCreated) {
  start(3);
  EXPECT_THAT(program.explain("tasks"),
              Contains(::testing::AllOf(
                  ::testing::Field(&Holding::count, 3),
                  ::testing::Field(&Holding::stack,
                                   Contains(::testing::Field(&Place::function, "waits"))))));
  start(4);
  EXPECT_THAT(
      program.explain("tasks"),
      Contains(::testing::AllOf(
          ::testing::Field(&Holding::count, 4),
          ::testing::Field(&Holding::stack,
                           Contains(::testing::Field(
                               &Place::function, HasSubstr("creates waits(), which waits at")))))));
}

TEST(CPythonAgent, TellsWhereThreadsWereCreated) {
  Program program;
  program.explain("threads");  // from now on, allocations are traced
  program.run(
      "for _ in range(3): threading.Thread(target=threading.Event().wait, daemon=True).start()");
  EXPECT_THAT(
      program.explain("threads"),
      Contains(::testing::AllOf(
          ::testing::Field(&Holding::count, 3),
          ::testing::Field(&Holding::stack, Contains(::testing::Field(
                                                &Place::function,
                                                HasSubstr("creates a thread, which waits at")))))));
}

TEST(CPythonAgent, CountsExceptionsWithTracebacks) {
  Program program;
  program.run("kept.add(ValueError())");
  EXPECT_THAT(program.containers(), IsEmpty());
  program.run("exec('try:\\n  1 / 0\\nexcept ZeroDivisionError as error:\\n  kept.add(error)')");
  EXPECT_THAT(program.containers(),
              ElementsAre(::testing::AllOf(
                  ::testing::Field(&Container::name, "number of exceptions with tracebacks"),
                  ::testing::Field(&Container::length, 1))));
}

TEST(CPythonAgent, CountsClients) {
  Program program;
  program.run(
      "import types; made = types.ModuleType('requests.sessions'); "
      "made.Session = type('Session', (), {}); sys.modules['requests.sessions'] = made; "
      "kept.add(made.Session()); kept.add(made.Session())");
  EXPECT_THAT(program.containers(),
              ElementsAre(::testing::AllOf(
                  ::testing::Field(&Container::name, "number of clients (Session)"),
                  ::testing::Field(&Container::length, 2))));
}

TEST(CPythonAgent, TellsClientsByTheNameOfAClassThatIsNotOfTheStandardLibrary) {
  Program program;
  program.run(
      "kept.add(type('AnyApiClient', (), {'__module__': 'lib'})()); "
      "kept.add(type('HTTPClient', (), {'__module__': 'http.client'})()); "
      "kept.add(type('Clientele', (), {'__module__': 'lib'})())");
  EXPECT_THAT(program.containers(),
              ElementsAre(::testing::Field(&Container::name, "number of clients (AnyApiClient)")));
}

// The agent's own is one of them, each time.
TEST(CPythonAgent, TellsWhichLineWaitsMeanwhileForASocketOfAnExtension) {
  Program program;
  program.explain("connections");
  const auto before = program.explain("connections");
  ASSERT_THAT(before, ::testing::SizeIs(1));
  program.run("import ctypes; [ctypes.CDLL(None).socket(2, 1, 0) for _ in range(3)]");
  const auto after = program.explain("connections");
  ASSERT_THAT(after, ::testing::SizeIs(1));
  EXPECT_EQ(after[0].count, before[0].count + 3);
  EXPECT_EQ(after[0].stack.front().function, "fetch by a thread");
}

TEST(CPythonAgent, CountsResponses) {
  Program program;
  program.run(
      "import types; made = types.ModuleType('requests.models'); "
      "made.Response = type('Response', (), {}); sys.modules['requests.models'] = made; "
      "kept.add(type('Mine', (made.Response,), {})())");
  EXPECT_THAT(
      program.containers(),
      ElementsAre(::testing::AllOf(::testing::Field(&Container::name, "number of responses (Mine)"),
                                   ::testing::Field(&Container::length, 1))));
}

// Statements of a program, each at its own line. Its items must not be called.
constexpr const char* items = R"(exec(compile("""
import collections
class Item:
    def called(self, *_):
        raise SystemExit(1)
    __eq__ = __len__ = __iter__ = __bool__ = __repr__ = __getattribute__ = called
    def __init__(self, kept): object.__setattr__(self, "kept", kept)
    __hash__ = object.__hash__
def fill():
    body = bytes(1000)
    fifo.append(Item(body))
    stack.append(lambda: body)
    named["a key"] = Item(body)
    numbered["key %d" % len(numbered)] = None
    several.add(Item(body))
    stack.insert(0, lambda: None)
    small.append(None)
fifo, stack, named, numbered, several = collections.deque(), [], {}, {}, set()
small = []
""", "items.py", "exec")))";

TEST(CPythonAgent, TellsWhereTheNewestItemOfAContainerWasCreated) {
  std::string lines = items;
  std::ranges::replace(lines, '\n', '\1');
  Program program;
  program.run("exec('''" + lines + "'''.replace(chr(1), chr(10)))");
  EXPECT_THAT(program.newest_in("list __main__.stack"), IsEmpty()) << "traces from now on";
  program.run("fill()");
  const auto line = [&](const std::string& name) {
    const auto newest = program.newest_in(name);
    return newest.empty() ? 0 : newest.front().line;
  };
  EXPECT_EQ(line("deque __main__.fifo"), 11);
  EXPECT_EQ(line("list __main__.stack"), 12);
  EXPECT_EQ(line("dict __main__.named"), 13);
  EXPECT_EQ(line("dict __main__.numbered"), 14) << "of the key";
  EXPECT_EQ(line("set __main__.several"), 15);
  EXPECT_EQ(line("list __main__.small"), 0);
}

TEST(CPythonAgent, TellsWhereThreadsWait) {
  Program program;
  program.run(
      "for _ in range(3): threading.Thread(target=threading.Event().wait, daemon=True).start()");
  EXPECT_THAT(program.explain("threads"),
              Contains(::testing::AllOf(
                  ::testing::Field(&Holding::count, 3),
                  ::testing::Field(&Holding::stack,
                                   Contains(::testing::Field(&Place::function, "wait"))))));
}

}  // namespace
}  // namespace leakproof
