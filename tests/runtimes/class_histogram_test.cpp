// SPDX-License-Identifier: MIT
#include "runtimes/jvm/class_histogram.hpp"

#include <gmock/gmock.h>

namespace leakproof {
namespace {

using ::testing::SizeIs;

const std::string histogram =
    " num     #instances         #bytes  class name (module)\n"
    "-------------------------------------------------------\n"
    "   1:           120          59792  [B (java.base@17.0.15)\n"
    "   2:            17            408  Main$Kept\n"
    "   3:             3             48  Main$$Lambda$64/0x00007f74a80011f8\n"
    "   4:             1             16  com.acme.Client (com.acme.client)\n"
    "Total           141          60264\n";

TEST(ClassHistogram, EndsWithTheBytesOfAll) {
  EXPECT_EQ(bytes_of_all(histogram), 60264);
  EXPECT_EQ(bytes_of_all("\nTotal 7 7\n\nTotal 9 7696581394432\n"), std::int64_t{7} << 40);
  for (const char* const other : {"", "Total 1 2\n", "\nTotal 17\n", "\n Total 17 4096\n",
                                  "\nTotal 17 x\n", "\nTotal 1 2 3\n"}) {
    EXPECT_EQ(bytes_of_all(other), std::nullopt) << other;
  }
}

TEST(ClassHistogram, TellsWhatEachClassHolds) {
  const auto classes = classes_in(histogram);
  ASSERT_THAT(classes, SizeIs(4));
  EXPECT_EQ(classes[0].bytes, 59792);
  EXPECT_EQ(classes[0].count, 120);
  EXPECT_EQ(classes[0].metric, "");
  ASSERT_THAT(classes[0].stack, SizeIs(1));
  EXPECT_EQ(classes[0].stack[0].function, "byte[]");
  EXPECT_EQ(classes[0].stack[0].module, "java.base");
  EXPECT_EQ(classes[1].stack[0].function, "Main$Kept");
  EXPECT_EQ(classes[1].stack[0].module, "class path");
  EXPECT_EQ(classes[2].stack[0].function, "Main$$Lambda$64") << "at another address in each run";
  EXPECT_EQ(classes[3].stack[0].module, "com.acme.client");
}

TEST(ClassHistogram, CountsTheClassesThatTellWhoseTheBytesAre) {
  const auto told =
      telling_classes(classes_in(" 1: 12 240 [B (java.base@17)\n"
                                 " 2: 6 240 Main$Session\n"
                                 " 3: 7 280 java.util.HashMap$Node (java.base@17)\n"
                                 " 4: 5 400 [LMain$Session;\n"
                                 " 5: 2 800 java.util.Timer (java.base@17)\n"));
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[0].name, "class Main$Session");
  EXPECT_EQ(told[0].length, 6);
  EXPECT_EQ(told[1].name, "class java.util.Timer");
}

TEST(ClassHistogram, NamesClassesAsJavaDoes) {
  for (const auto& [name, in_java] : {std::pair{"java.util.HashMap$Node", "java.util.HashMap$Node"},
                                      {"[B", "byte[]"},
                                      {"[[I", "int[][]"},
                                      {"[Z", "boolean[]"},
                                      {"[Ljava.lang.String;", "java.lang.String[]"},
                                      {"[[LMain$Kept;", "Main$Kept[][]"},
                                      {"B", "B"},
                                      {"[", "[]"},
                                      {"", ""}}) {
    EXPECT_EQ(name_in_java(name), in_java);
  }
}

TEST(ClassHistogram, TellsTheJdksClassesFromOthers) {
  for (const char* const name : {"byte[]", "int[][]", "java.lang.String[]",
                                 "javax.net.ssl.SSLEngine", "jdk.internal.net.http.HttpClientImpl",
                                 "sun.nio.ch.Util$2", "com.sun.jndi.dns.DnsContext"}) {
    EXPECT_TRUE(is_of_the_jdk(name)) << name;
  }
  for (const char* const name : {"Main$Kept", "byteBuffer", "com.sunshine.Client",
                                 "javaparser.Node", "Main$Kept[]", "okhttp3.OkHttpClient"}) {
    EXPECT_FALSE(is_of_the_jdk(name)) << name;
  }
}

}  // namespace
}  // namespace leakproof
