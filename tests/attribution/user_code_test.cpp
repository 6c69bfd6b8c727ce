// SPDX-License-Identifier: MIT
#include "attribution/user_code.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace leakproof {
namespace {

std::vector<Place> in_files(const std::vector<std::string>& files) {
  std::vector<Place> stack;
  for (const std::string& file : files) stack.push_back({.function = "f", .file = file, .line = 1});
  return stack;
}

TEST(UserCode, IsWhatIsNotOfTheSystem) {
  for (const char* path : {"/opt/leakproof/lib/leakproof/libraries/libcurl.so.4",
                           "/usr/lib/x86_64-linux-gnu/libcurl.so.4", "/lib/ld.so", "/usr/bin/curl",
                           "/bin/sh", "/usr/sbin/x", "/sbin/x", "/usr/libexec/x", ""}) {
    EXPECT_TRUE(is_of_the_system(path)) << path;
  }
  for (const char* path :
       {"/home/me/client", "/opt/lib/x.so", "/usr/local/lib/x.so", "/library/x"}) {
    EXPECT_FALSE(is_of_the_system(path)) << path;
  }
}

TEST(UserCode, IsNotTheRuntimeItsPackagesOrGeneratedCode) {
  const auto stack = in_files({"<string>", "/usr/lib/python3.11/ssl.py",
                               "/usr/lib/python3/dist-packages/requests/api.py", "/home/me/a.py"});
  EXPECT_EQ(UserCode().first_in(stack, "tracemalloc"), 3U);
  EXPECT_EQ(UserCode().first_in(in_files({"<string>", "/usr/lib/python3/a.py"}), "tracemalloc"), 0U)
      << "nothing else is";
  EXPECT_EQ(UserCode().first_in(in_files({"node:net"}), "sampling-heap-profiler"), std::nullopt);
  EXPECT_EQ(UserCode().first_in(std::vector<Place>(), ""), std::nullopt);
}

TEST(UserCode, IsWhatMineNamesWhereverItLies) {
  const auto stack = in_files({"node:net", "/app/node_modules/undici-types/x.js",
                               "/app/node_modules/undici/x.js", "/app/main.js"});
  for (const std::string path : {"/app/node_modules/undici", "node_modules/undici", "undici/",
                                 "/app/node_modules/undici/x.js"}) {
    const std::vector<std::string> mine{path};
    EXPECT_EQ(UserCode(mine).first_in(stack, "sampling-heap-profiler"), 2U) << path;
  }
  const std::vector<std::string> everything{"/"};
  EXPECT_EQ(UserCode(everything).first_in(stack, "sampling-heap-profiler"), 1U);
  const std::vector<std::string> another{"dici"};
  EXPECT_EQ(UserCode(another).first_in(stack, "sampling-heap-profiler"), 3U);
}

TEST(UserCode, IsJudgedByTheRuntimeThatReportsIt) {
  const std::vector<Place> classes{{.function = "byte[]", .module = "java.base"},
                                   {.function = "Cache$Entry", .module = "class path"}};
  EXPECT_EQ(UserCode().first_in(classes, "jcmd"), 1U);
  EXPECT_EQ(UserCode().first_in(in_files({"/app/vendor/a.py"}), "tracemalloc"), 0U);
  EXPECT_EQ(UserCode().first_in(in_files({"/app/vendor/a.php"}), "zend-memory-handlers"),
            std::nullopt);
}

TEST(UserCode, IsWhatAPackageOfJavaNames) {
  const std::vector<Place> stack{
      {.function = "byte[]", .module = "object"},
      {.function = "okhttp3.mine.Reply", .module = "object"},
      {.function = "okhttp3.Cache.kept", .module = "library's static field"},
      {.function = "local variable of okhttp3.mine.Client.send", .module = "class path"},
      {.function = "Main.kept", .module = "static field"}};
  const auto first = [&](const std::string& package) {
    const std::vector<std::string> mine{package};
    return UserCode(mine).first_in(stack, "jcmd");
  };
  EXPECT_EQ(UserCode().first_in(stack, "jcmd"), 3U) << "a local variable has no package";
  EXPECT_EQ(first("okhttp3"), 2U);
  EXPECT_EQ(first("okhttp3.Cache"), 2U);
  EXPECT_EQ(first("okhttp3.mine"), 3U);
  EXPECT_EQ(first("okhttp"), 3U);
  EXPECT_EQ(first("com.acme"), 3U);
  const std::vector<std::string> mine{"okhttp3"};
  const auto frames = std::span(stack).subspan(2, 1);
  EXPECT_EQ(UserCode(mine).first_in(frames, "tracemalloc"), 0U) << "not of Java";
}

TEST(UserCode, OfANativeStackIsNotInAHeaderOfTheSystemOrAPackage) {
  const auto stack = in_files({"/usr/include/boost/asio.hpp", "/rustc/1/library/alloc.rs",
                               "/root/.cargo/registry/src/ureq/lib.rs", "", "/home/me/main.cpp"});
  std::vector<std::string> paths(5, "/home/me/client");
  paths[3] = "/usr/lib/libcurl.so.4";
  EXPECT_EQ(UserCode().first_in(stack, paths), 4U);
  const std::vector<std::string> crate{".cargo/registry/src/ureq"};
  EXPECT_EQ(UserCode(crate).first_in(stack, paths), 2U);
  const std::vector<std::string> library{"libcurl.so.4"};
  EXPECT_EQ(UserCode(library).first_in(stack, paths), 3U);
}

// As many C programs have them.
TEST(UserCode, IsNotALibraryThatIsCopiedIntoAProgram) {
  const auto stack = in_files({"/home/me/client/mongoose.c", "/home/me/client/third_party/z/in.c",
                               "/home/me/client/main.c"});
  const std::vector<std::string> paths(3, "/home/me/client/program");
  EXPECT_EQ(UserCode().first_in(stack, paths), 2U);
  const std::vector<std::string> mine{"mongoose.c"};
  EXPECT_EQ(UserCode(mine).first_in(stack, paths), 0U) << "its maintainer names it";
}

// A Python that was built from its sources has their lines.
TEST(UserCode, IsNotARuntimesLibraryThatHasLines) {
  const std::vector<Place> stack{{.file = "Modules/gcmodule.c", .module = "libpython3.11.so.1.0"},
                                 {.file = "/app/client.c", .module = "python-client"}};
  const std::vector<std::string> paths{"/opt/lib/libpython3.11.so.1.0", "/app/python-client"};
  EXPECT_EQ(UserCode().first_in(stack, paths), 1);
}

TEST(UserCode, OfANativeStackIsNotInAPackageOfARuntime) {
  const std::vector<Place> stack{
      {.module = "core.so"}, {.module = "addon.node"}, {.module = "mine.so"}};
  const std::vector<std::string> paths{"/venv/site-packages/core.so",
                                       "/app/node_modules/a/addon.node", "/app/mine.so"};
  EXPECT_EQ(UserCode().first_in(stack, paths), 2U);
}

TEST(UserCode, OfANativeStackIsNotARuntimesOwnProgram) {
  const std::vector<Place> stack{{.module = "node"}, {.module = "libjvm.so"}, {.module = "client"}};
  const std::vector<std::string> paths{"/usr/local/bin/node", "/opt/jdk/libjvm.so",
                                       "/home/me/client"};
  EXPECT_EQ(UserCode().first_in(stack, paths), 2U);
}

TEST(UserCode, IsTheCallerOfAnAllocationFunctionOfTheUser) {
  for (const char* name : {"malloc", "xmalloc", "xmalloc0", "pool_alloc", "my_strdup",
                           "operator new(unsigned long)", "Pool<int>::allocate(unsigned long)"}) {
    const std::vector<Place> stack{{.function = name, .file = "/home/me/memory.c", .line = 1},
                                   {.function = "main", .file = "/home/me/client.c", .line = 9}};
    const std::vector<std::string> paths(stack.size(), "/home/me/client");
    EXPECT_EQ(UserCode().first_in(stack, paths), 1U) << name;
    EXPECT_EQ(UserCode().first_in(std::span(stack).first(1), paths), 0U) << name;
  }
  const std::vector<Place> stack{{.function = "new_session(std::allocator<char>)"},
                                 {.function = "main"}};
  const std::vector<std::string> paths(stack.size(), "/home/me/client");
  EXPECT_EQ(UserCode().first_in(stack, paths), 0U);
}

TEST(UserCode, OfAStaticProgramIsNotLibcsWithoutLines) {
  std::vector<Place> stack{{.function = "_IO_file_doallocate"},
                           {.function = "fopen"},
                           {.function = "main"},
                           {.function = "__libc_start_main_impl"},
                           {.function = "_start"}};
  const std::vector<std::string> paths(stack.size(), "/home/me/client");
  EXPECT_EQ(UserCode().first_in(stack, paths), 2U);
  stack[1].file = "/home/me/client.c";
  EXPECT_EQ(UserCode().first_in(stack, paths), 1U) << "a function of the program's own";
}

}  // namespace
}  // namespace leakproof
