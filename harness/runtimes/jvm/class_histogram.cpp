// SPDX-License-Identifier: MIT
#include "runtimes/jvm/class_histogram.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/numbers.hpp"

namespace leakproof {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 8> primitives{{{'B', "byte"},
                                                                       {'C', "char"},
                                                                       {'D', "double"},
                                                                       {'F', "float"},
                                                                       {'I', "int"},
                                                                       {'J', "long"},
                                                                       {'S', "short"},
                                                                       {'Z', "boolean"}}};

// The JDK's classes whose objects have to be closed, shut down or read to their end.
constexpr std::array<std::string_view, 13> closeable{
    "java.io.FileInputStream",
    "java.io.FileOutputStream",
    "java.lang.Thread",
    "java.net.ServerSocket",
    "java.net.Socket",
    "java.util.Timer",
    "java.util.concurrent.ForkJoinPool",
    "java.util.concurrent.ScheduledThreadPoolExecutor",
    "java.util.concurrent.ThreadPoolExecutor",
    "jdk.internal.net.http.HttpClientImpl",
    "jdk.internal.net.http.ResponseSubscribers$HttpResponseInputStream",
    "sun.net.www.protocol.http.HttpURLConnection",
    "sun.nio.ch.SocketChannelImpl",
};

// Removes the next word of a line and returns it; empty at its end.
std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

// "   1:   120   59792  [B (java.base@17.0.15)"
std::optional<Holding> holding_in(std::string_view line) {
  const std::string_view number = next_word(line);
  const auto count = whole_number(next_word(line));
  const auto bytes = whole_number(next_word(line));
  const std::string_view name = next_word(line);
  std::string_view module = next_word(line);
  if (!number.ends_with(':') || !count || !bytes || name.empty()) return std::nullopt;
  if (module.starts_with('(')) module.remove_prefix(1);
  module = module.substr(0, module.find_first_of("@)"));
  return Holding{.bytes = *bytes,
                 .count = *count,
                 .stack = {{.function = name_in_java(name),
                            .module = std::string(module.empty() ? "class path" : module)}}};
}

}  // namespace

std::optional<std::int64_t> bytes_of_all(std::string_view histogram) {
  constexpr std::string_view key = "\nTotal ";
  const std::size_t at = histogram.rfind(key);
  if (at == histogram.npos) return std::nullopt;
  std::string_view rest = histogram.substr(at + key.size());
  std::string_view line = next_line(rest);
  const auto objects = whole_number(next_word(line));
  const auto bytes = whole_number(next_word(line));
  return objects && bytes && line.empty() ? bytes : std::nullopt;
}

std::vector<Holding> classes_in(std::string_view histogram) {
  std::vector<Holding> classes;
  while (!histogram.empty()) {
    if (auto holding = holding_in(next_line(histogram))) classes.push_back(*std::move(holding));
  }
  return classes;
}

std::vector<Container> telling_classes(std::span<const Holding> classes) {
  std::vector<Container> telling;
  for (const Holding& holding : classes) {
    const std::string& name = holding.stack.front().function;
    const bool is_told =
        is_of_the_jdk(name) ? std::ranges::count(closeable, name) > 0 : !name.ends_with("[]");
    if (is_told) telling.push_back({.name = "class " + name, .length = holding.count});
  }
  return telling;
}

std::string name_in_java(std::string_view class_name) {
  const std::size_t dimensions = std::min(class_name.find_first_not_of('['), class_name.size());
  std::string_view element = class_name.substr(dimensions);
  if (dimensions > 0 && element.size() == 1) {
    const auto* const known =
        std::ranges::find(primitives, element[0], &std::pair<char, std::string_view>::first);
    if (known != primitives.end()) element = known->second;
  } else if (dimensions > 0 && element.starts_with('L') && element.ends_with(';')) {
    element = element.substr(1, element.size() - 2);
  }
  std::string name(element.substr(0, element.find('/')));
  for (std::size_t i = 0; i < dimensions; ++i) name += "[]";
  return name;
}

bool is_of_the_jdk(std::string_view class_name) {
  constexpr std::array<std::string_view, 5> packages{"java.", "javax.", "jdk.", "sun.", "com.sun."};
  const bool is_primitive = std::ranges::any_of(primitives, [&](const auto& primitive) {
    return class_name.starts_with(primitive.second) &&
           class_name.substr(primitive.second.size()).starts_with('[');
  });
  return is_primitive || std::ranges::any_of(packages, [&](std::string_view package) {
           return class_name.starts_with(package);
         });
}

bool is_of_a_library(std::string_view class_name) {
  constexpr std::array<std::string_view, 21> packages{"ch.qos.logback.",
                                                      "clojure.",
                                                      "com.fasterxml.",
                                                      "com.google.api.client.",
                                                      "com.google.common.",
                                                      "feign.",
                                                      "groovy.",
                                                      "io.micrometer.",
                                                      "io.netty.",
                                                      "io.vertx.",
                                                      "kotlin.",
                                                      "kotlinx.",
                                                      "okhttp3.",
                                                      "okio.",
                                                      "org.apache.",
                                                      "org.eclipse.jetty.",
                                                      "org.slf4j.",
                                                      "org.springframework.",
                                                      "reactor.",
                                                      "retrofit2.",
                                                      "scala."};
  return is_of_the_jdk(class_name) || std::ranges::any_of(packages, [&](std::string_view package) {
           return class_name.starts_with(package);
         });
}

}  // namespace leakproof
