// SPDX-License-Identifier: MIT
#include "runtimes/jvm/users_classes.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace leakproof {
namespace {

namespace fs = std::filesystem;

const std::string no_threads;
const std::string threads_of_a_jar =
    "\"main\" #1 prio=5\n"
    "\tat java.net.Socket.read(java.base@17/Socket.java:1)\n"
    "\tat org.lib.Command.main(Command.java:2)\n"
    "\tat com.acme.app.Start.main(Start.java:3)\n"
    "\tat jdk.internal.reflect.DirectMethodHandleAccessor.invoke(java.base@21/X.java:4)\n"
    "\tat org.springframework.boot.loader.JarLauncher.main(JarLauncher.java:5)\n\n"
    "\"worker\" #2 prio=5\n"
    "\tat org.other.Tool.main(Tool.java:6)\n";

class UsersClassesIn : public ::testing::Test {
 protected:
  UsersClassesIn() : root_(fs::temp_directory_path() / ("classes" + std::to_string(::getpid()))) {
    add("classes/Main.class");
    add("classes/com/acme/Client.class");
    add("classes/com/acme/Client$Pool.class");
    add("classes/com/acme/notes.txt");
    add("lib/all.jar");
    fs::create_directories(root_ / "settings");
  }
  ~UsersClassesIn() override { fs::remove_all(root_); }

  void add(const std::string& file) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file).put('x');
  }

  std::string path(const std::string& entry) const { return (root_ / entry).string(); }

  static UsersClasses classes(const std::string& class_path, const std::string& command,
                              const std::string& threads = no_threads,
                              const std::vector<Holding>& loaded = {}) {
    const std::string told = "VM Arguments:\njvm_args: -Xmx1g\njava_command: " + command +
                             "\njava_class_path (initial): " + class_path +
                             "\nLauncher Type: SUN_STANDARD\n";
    return {::getpid(), told, threads, loaded};
  }

  fs::path root_;
};

TEST_F(UsersClassesIn, AFolderAreItsOwn) {
  const auto users = classes(path("lib/all.jar") + ":" + path("classes"), "Main");
  for (const char* const own : {"Main", "Main[]", "Main$Kept", "Main$$Lambda$15", "com.acme.Client",
                                "com.acme.Client$Pool[][]", "com.acme.Client$Pool$1"}) {
    EXPECT_TRUE(users.has(own)) << own;
  }
  for (const char* const foreign :
       {"com.acme.Other", "com.acme.notes", "com.mashape.unirest.http.Unirest", "org.other.Tool",
        "Mai", "MainKt", "Client", "com.acme", "$Main", "", "byte[]", "java.lang.String",
        "com.acme.Client$$EnhancerBySpringCGLIB$$1f86cae5", "Main$HibernateProxy$gX1"}) {
    EXPECT_FALSE(users.has(foreign)) << foreign;
  }
  EXPECT_TRUE(users.has_member("com.acme.Client.send"));
  EXPECT_TRUE(users.has_member("Main$$Lambda$65.run"));
  EXPECT_FALSE(users.has_member("com.acme.Other.send"));
}

TEST_F(UsersClassesIn, AFolderAreFoundFromTheCurrentOne) {
  const std::string relative = fs::relative(root_ / "classes").string();
  EXPECT_TRUE(classes(relative, "Main").has("com.acme.Client"));
  EXPECT_FALSE(classes(relative, "Main").has("com.acme.Other"));
  EXPECT_FALSE(classes("/absent" + path("classes"), "com.acme.Client").has("Main"));
}

// As of a test runner.
TEST_F(UsersClassesIn, AFolderDoNotNeedAMainClassThere) {
  const std::string all = path("lib/all.jar") + ":" + path("classes");
  const std::vector<Holding> loaded{{.stack = {{.function = "java.lang.String"}}},
                                    {.stack = {{.function = "com.acme.Client"}}}};
  const auto users = classes(all, "org.runner.Main", no_threads, loaded);
  EXPECT_TRUE(users.has("Main"));
  EXPECT_FALSE(users.has("org.runner.Main"));
  EXPECT_TRUE(classes(all, "org.runner.Main").has("org.runner.Other")) << "nothing is loaded";
}

TEST_F(UsersClassesIn, JarsAreInThePackageOfTheMainClass) {
  const std::string all = path("settings") + ":" + path("lib/all.jar");
  for (const char* const command : {"com.acme.app.Start one", "app/com.acme.app.Start"}) {
    const auto users = classes(all, command);
    EXPECT_TRUE(users.has("com.acme.app.Start"));
    EXPECT_TRUE(users.has("com.acme.Client[]"));
    EXPECT_FALSE(users.has("com.acmeter.Client"));
    EXPECT_FALSE(users.has("org.lib.Command"));
    EXPECT_FALSE(users.has("Main"));
  }
  EXPECT_TRUE(classes(all, "acme.Start").has("acme.app.Client"));
  EXPECT_FALSE(classes(all, "acme.Start").has("org.lib.Command"));
  EXPECT_TRUE(classes(all, "Start").has("Other$1"));
  EXPECT_FALSE(classes(all, "Start").has("org.lib.Command"));
}

TEST_F(UsersClassesIn, OneJarAreInThePackageOfTheOutermostMain) {
  const std::string jar = path("lib/all.jar");
  const auto users = classes(jar, jar + " one two", threads_of_a_jar);
  EXPECT_TRUE(users.has("com.acme.Client"));
  EXPECT_FALSE(users.has("org.lib.Command"));
  EXPECT_FALSE(users.has("org.other.Tool"));
  EXPECT_TRUE(classes(jar, jar).has("org.lib.Command")) << "without its threads";
}

TEST_F(UsersClassesIn, JarsAreNotThoseOfKnownLibrariesThere) {
  const auto users = classes(path("lib/all.jar"), "com.google.acme.Start");
  EXPECT_TRUE(users.has("com.google.acme.Client"));
  EXPECT_FALSE(users.has("com.google.common.cache.LocalCache"));
}

TEST(UsersClasses, OfAnUnknownProgramAreThoseOfNoKnownLibrary) {
  for (const auto& users :
       {UsersClasses(), UsersClasses(::getpid(), "", threads_of_a_jar, {}),
        UsersClasses(::getpid(), "java_command: <unknown>\n", "", {}),
        UsersClasses(::getpid(), "java_command: org.apache.catalina.startup.Bootstrap\n", "",
                     {})}) {
    EXPECT_TRUE(users.has("com.mashape.unirest.http.Unirest"));
    EXPECT_TRUE(users.has("Main$Kept"));
    EXPECT_FALSE(users.has("okhttp3.OkHttpClient"));
    EXPECT_FALSE(users.has("java.lang.String"));
  }
}

}  // namespace
}  // namespace leakproof
