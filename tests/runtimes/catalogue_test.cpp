// SPDX-License-Identifier: MIT
#include "runtimes/catalogue.hpp"

#include <gmock/gmock.h>

#include <set>

#include "entry.hpp"

namespace leakproof {
namespace {

using testing::entry;

TEST(Catalogue, HasEntriesThatCanBeListedAndRecognised) {
  std::set<std::string_view> names;
  for (const RuntimeEntry& runtime : runtimes::catalogue()) {
    EXPECT_FALSE(runtime.name.empty());
    EXPECT_FALSE(runtime.summary.empty()) << runtime.name;
    EXPECT_NE(runtime.recognises, nullptr) << runtime.name;
    EXPECT_TRUE(names.insert(runtime.name).second) << runtime.name;
  }
}

TEST(Catalogue, KnowsWhichRuntimesFreeAtOnce) {
  EXPECT_FALSE(entry("CPython").needs_collection);
  EXPECT_FALSE(entry("PHP").needs_collection);
  for (const char* const name : {"V8", "JVM", "Go", "Ruby"}) {
    EXPECT_TRUE(entry(name).needs_collection) << name;
  }
}

// harness/manual/verdict.md documents these figures.
TEST(Catalogue, JudgesTheHeapsThatRuntimesReport) {
  for (const auto& [runtime, heap] :
       {std::pair{"V8", "js_heap"}, std::pair{"JVM", "jvm_heap"}, std::pair{"Ruby", "ruby_heap"}}) {
    const std::vector<Metric> metrics = entry(runtime).metrics;
    ASSERT_FALSE(metrics.empty()) << runtime;
    EXPECT_EQ(metrics[0].name, heap);
    EXPECT_TRUE(metrics[0].is(MetricKind::runtime_heap, Unit::bytes));
    EXPECT_EQ(metrics[0].grain, 8);
    EXPECT_DOUBLE_EQ(metrics[0].tolerable_per_fetch, 128);
  }
}

TEST(Catalogue, TellsTheUsersFilesFromARuntimesOwn) {
  struct Case {
    const char* runtime;
    const char* file;
    bool is_library;
  };
  const std::vector<Case> cases{
      {"CPython", "/usr/lib/python3.11/ssl.py", true},
      {"CPython", "/usr/lib/python3/dist-packages/requests/api.py", true},
      {"CPython", "/home/me/venv/site-packages/httpx/_client.py", true},
      {"CPython", "<frozen importlib._bootstrap>", true},
      {"CPython", "/home/me/client.py", false},
      {"CPython", "/home/me/my-site-packages/client.py", false},
      {"Ruby", "/usr/lib/ruby/3.1.0/net/http.rb", true},
      {"Ruby", "/var/lib/gems/3.1.0/gems/faraday-2.7/lib/faraday.rb", true},
      {"Ruby", "<internal:kernel>", true},
      {"Ruby", "/home/me/lib/client.rb", false},
      {"PHP", "/srv/app/vendor/guzzlehttp/guzzle/src/Client.php", true},
      {"PHP", "/usr/share/php/GuzzleHttp/Client.php", true},
      {"PHP", "phar:///usr/bin/composer/src/bootstrap.php", true},
      {"PHP", "/srv/app/src/vendors.php", false},
      {"V8", "node:internal/process/task_queues", true},
      {"V8", "/home/me/node_modules/undici/index.js", true},
      {"V8", "ext:deno_fetch/26_fetch.js", true},
      {"V8", "/home/me/node/client.js", false},
  };
  for (const auto& [runtime, file, is_library] : cases) {
    EXPECT_EQ(entry(runtime).is_library({.file = file}), is_library) << file;
  }
}

// A JVM names classes, which have no file.
TEST(Catalogue, TellsTheUsersClassesFromTheJdks) {
  const auto is_library = entry("JVM").is_library;
  EXPECT_TRUE(is_library({.function = "byte[]", .module = "java.base"}));
  EXPECT_TRUE(is_library({.function = "pool-N-thread-N", .module = "thread"}));
  EXPECT_FALSE(is_library({.function = "Main$Kept", .module = "class path"}));
  EXPECT_FALSE(is_library({.function = "okhttp3.Main.kept", .module = "static field"}));
  EXPECT_TRUE(is_library({.function = "com.acme.Pool.all", .module = "library's static field"}));
  EXPECT_TRUE(is_library({.function = "com.acme.Pool.run", .line = 7, .module = "library"}));
  EXPECT_FALSE(is_library({.function = "java.py", .file = "java.py"})) << "of another runtime";
}

}  // namespace
}  // namespace leakproof
