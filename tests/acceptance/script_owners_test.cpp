// SPDX-License-Identifier: MIT
// Tests that the leaking line of a script is reported by its runtime.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "acceptance/judge_program.hpp"
#include "acceptance/line_of.hpp"

namespace leakproof {
namespace {

using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::is_installed;
using testing::judge;
using testing::line_of;
using testing::Seen;

class Script : public ::testing::Test {
 protected:
  void SetUp() override {
    if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  }

  ~Script() override {
    for (const std::string& file : written_) std::remove(file.c_str());
  }

  std::string write(const std::string& name, const std::string& text) {
    const std::string file = ::testing::TempDir() + "/" + std::to_string(::getpid()) + "-" + name;
    std::ofstream(file) << text;
    written_.push_back(file);
    return file;
  }

  std::vector<std::string> written_;
};

const nlohmann::json& yours(const nlohmann::json& owner) {
  return owner.at("stack").at(owner.at("yours").get<std::size_t>());
}

TEST_F(Script, InPythonIsOwnedByTheLineThatKeeps) {
  const std::string file = write("keeps.py", R"(
import http.client, os, urllib.parse
url = urllib.parse.urlsplit(os.environ['LEAKPROOF_URL'])
connection = http.client.HTTPConnection(url.hostname, url.port)

class Reply:
    pass

def ask():
    connection.request('GET', url.path)
    reply = Reply()
    reply.body = connection.getresponse().read()
    return reply

kept = []
while True:
    kept.append(ask())
)");
  const Seen seen = judge({"--horizon", "400"}, {PYTHON, file});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_EQ(top["source"], "tracemalloc");
  EXPECT_EQ(yours(top)["file"], file);
  EXPECT_EQ(yours(top)["line"], line_of(file, "getresponse().read()"));
  // The allocating line does not hold the memory; the growing container is named in the
  // details.
  EXPECT_EQ(top["details"], "meanwhile list __main__.kept grows by 1.00 items/fetch");
  EXPECT_GT(top["share"], 0.8) << seen.ended.output;
  const auto& keeps = top["stack"].back();
  EXPECT_EQ(keeps["line"], line_of(file, "kept.append(ask())"));
  EXPECT_THAT(seen.ended.output, HasSubstr("-keeps.py:12"));
}

TEST_F(Script, IsToldWhichContainersGrowByTheirNames) {
  const std::string file = write("containers.py", R"(
import collections, http.client, os, urllib.parse
url = urllib.parse.urlsplit(os.environ['LEAKPROOF_URL'])
connection = http.client.HTTPConnection(url.hostname, url.port)

class Cache:
    def __init__(self):
        self.by_number = {}
        self.log = []

class Awkward:
    @property
    def __dict__(self):
        raise RuntimeError('not for you')

cache, other, awkward = Cache(), Cache(), Awkward()
recent = collections.deque()
n = 0
while True:
    connection.request('GET', url.path)
    body = connection.getresponse().read()
    n += 1
    cache.by_number[n] = body
    cache.log.append(n)
    recent.append(n)
)");
  const Seen seen = judge({"--horizon", "400"}, {PYTHON, file});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_EQ(top["source"], "tracemalloc") << seen.ended.output;
  const auto details = top["details"].get<std::string>();
  EXPECT_THAT(details, HasSubstr("dict __main__.cache.by_number grows by 1.00 items/fetch"));
  EXPECT_THAT(details, HasSubstr("list __main__.cache.log grows by 1.00 items/fetch"));
  EXPECT_THAT(details, HasSubstr("deque __main__.recent grows by 1.00 items/fetch"));
}

TEST_F(Script, IsToldTheWayToAContainer) {
  const std::string file = write("ways.py", R"(
import asyncio, http.client, os, urllib.parse
url = urllib.parse.urlsplit(os.environ['LEAKPROOF_URL'])

class Node:
    __slots__ = ('first', 'last')

    def __getattr__(self, name):
        os._exit(7)  # looking at an object must not run the program's code

class Emitter:
    seen = []

    def __init__(self):
        self._by_event = {'before-send': Node()}
        self._by_event['before-send'].first = []

def remember():
    history = []
    return history.append

def wrap():
    calls = []
    def call():
        calls.append(object())
    return call

shared, note, called = Emitter(), remember(), wrap()

async def fetch_all():
    mine = set()
    connection = http.client.HTTPConnection(url.hostname, url.port)
    while True:
        connection.request('GET', url.path)
        connection.getresponse().read()
        mine.add(object())
        note(bytearray(100))
        called()
        Emitter.seen.append(url)
        shared._by_event['before-send'].first.append(url)
        await asyncio.sleep(0)

asyncio.run(fetch_all())
)");
  const Seen seen = judge({"--horizon", "400"}, {PYTHON, file});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  const auto details = seen.trial["owners"].at(0)["details"].get<std::string>();
  EXPECT_THAT(details, HasSubstr("list __main__.Emitter.seen grows by 1.00 items/fetch"));
  EXPECT_THAT(details, HasSubstr("list __main__.shared._by_event['before-send'].first grows by"));
  EXPECT_THAT(details, HasSubstr("list __main__.note grows by 1.00 items/fetch"));
  EXPECT_THAT(details, HasSubstr("list calls of call() grows by 1.00 items/fetch"));
  EXPECT_THAT(details, HasSubstr("set mine of fetch_all() grows by 1.00 items/fetch"));
}

TEST_F(Script, ThatFillsACacheOnlyAtFirstDoesNotOwnTheLeak) {
  const std::string file = write("cache.py", R"(
import http.client, os, urllib.parse
url = urllib.parse.urlsplit(os.environ['LEAKPROOF_URL'])
connection = http.client.HTTPConnection(url.hostname, url.port)
recent = []
kept = []
while True:
    connection.request('GET', url.path)
    recent = (recent + [connection.getresponse().read()])[-20:]
    kept.append(bytearray(100))
)");
  const Seen seen = judge({"--horizon", "400"}, {PYTHON, file});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  const auto& owners = seen.trial["owners"];
  EXPECT_EQ(yours(owners.at(0))["line"], line_of(file, "kept.append")) << seen.ended.output;
  for (const auto& owner : owners) {
    if (owner["yours"].is_null()) continue;
    EXPECT_NE(yours(owner)["line"], line_of(file, "[-20:]")) << seen.ended.output;
  }
}

TEST_F(Script, InNodeIsOwnedByTheFunctionThatKeeps) {
  if (!is_installed("node")) GTEST_SKIP() << "not installed: apt install nodejs";
  const Seen seen =
      judge({"--horizon", "600"}, {"node", PROGRAMS "/get.js", "keeps-a-closure", "{url}"});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_EQ(top["metric"], "js_heap");
  EXPECT_EQ(top["source"], "sampling-heap-profiler");
  EXPECT_THAT(yours(top)["file"].get<std::string>(), EndsWith("get.js"));
  EXPECT_EQ(yours(top)["function"], "keeps-a-closure") << seen.ended.output;
}

// V8 names the variables of functions alone, and a snapshot of long strings takes no longer.
TEST_F(Script, InNodeIsToldTheVariableOfABlockInALargeHeap) {
  if (!is_installed("node")) GTEST_SKIP() << "not installed: apt install nodejs";
  const std::string file = write("block.js", R"(
const http = require('http');
const ballast = Array.from({ length: 128 }, (_, i) => Buffer.alloc(500000, i).toString('latin1'));
{
  const pages = [];
  var keep = (page) => pages.push(page, ballast.length);
}
const fetch = () => http.get(process.argv[2], (reply) => {
  let text = '';
  reply.setEncoding('latin1').on('data', (part) => (text += part)).on('end', () => {
    keep(text);
    fetch();
  });
});
fetch();
)");
  const Seen seen = judge({"--horizon", "300"}, {"node", file, "{url}"});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_THAT(seen.ended.output,
              ContainsRegex("Array \\(pages\\) kept in [^ ]*block.js grows by 1.00"))
      << seen.ended.output;
}

TEST_F(Script, ThatIsAWorkerExplainsItselfAsWell) {
  const std::string file = write("hoards.py", R"(
import http.client, sys, urllib.parse
sys.path.insert(0, sys.argv.pop(1))
from worker import serve

def client():
    kept = []
    def fetch(text):
        url = urllib.parse.urlsplit(text)
        connection = http.client.HTTPConnection(url.hostname, url.port)
        connection.request('GET', url.path)
        kept.append(connection.getresponse().read())
        connection.close()
    return fetch, 'http.client'

serve(client, name='hoards', expect='leaks')
)");
  const std::string report = file + ".json";
  written_.push_back(report);
  const testing::Ended ended = testing::run_program(
      {LEAKPROOF, "run", "--no-controls", "--on", "plain", "--horizon", "400", "--json", report,
       "--worker", std::string(PYTHON " ") + file + " " SOURCES "/clients/python"});
  std::ifstream text(report);
  const auto results = nlohmann::json::parse(text, nullptr, false);
  ASSERT_TRUE(results.contains("trials")) << ended.output;
  const auto& top = results["trials"][0]["owners"].at(0);
  EXPECT_EQ(top["source"], "tracemalloc") << ended.output;
  EXPECT_EQ(yours(top)["line"], line_of(file, "kept.append")) << ended.output;
  EXPECT_EQ(top["stack"].back()["file"], file) << "the worker's loop is none of it";
}

}  // namespace
}  // namespace leakproof
