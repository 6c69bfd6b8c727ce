// SPDX-License-Identifier: MIT
#include "text/function_name.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(FunctionName, HasNoParametersAndNoReturnType) {
  EXPECT_EQ(short_function_name("leak::Naive::fetch(char const*, int) const"),
            "leak::Naive::fetch");
  EXPECT_EQ(short_function_name("void keep<int>(int)"), "keep<int>");
  EXPECT_EQ(short_function_name("fetch(int) [clone .cold]"), "fetch");
  EXPECT_EQ(short_function_name("(anonymous namespace)::fetch()"), "fetch");
  EXPECT_EQ(short_function_name("operator new(unsigned long)"), "operator new");
  EXPECT_EQ(short_function_name("std::ostream& operator<<(std::ostream&, Url const&)"),
            "operator<<");
  EXPECT_EQ(short_function_name("Url::operator->() const"), "Url::operator->");
}

TEST(FunctionName, MayBeAnOperator) {
  EXPECT_EQ(
      short_function_name("std::ostream& std::operator<< <std::char_traits<char> >(std::ostream&)"),
      "std::operator<<<std::char_traits<char> >");
  EXPECT_EQ(short_function_name("bool operator==<char>(char const*)"), "operator==<char>");
  EXPECT_EQ(short_function_name("Foo::operator unsigned long() const"),
            "Foo::operator unsigned long");
  EXPECT_EQ(short_function_name("Json::operator char const*() const"),
            "Json::operator char const*");
  EXPECT_EQ(short_function_name("operator\"\" _kb(unsigned long long)"), "operator\"\" _kb");
  EXPECT_EQ(short_function_name("Cooperator<int>::run()"), "Cooperator<int>::run");
  EXPECT_EQ(short_function_name("decltype(auto) std::visit<F, V>(F&&, V&&)"), "std::visit<F, V>");
}

TEST(FunctionName, KeepsALambdaAndWhatItIsIn) {
  EXPECT_EQ(short_function_name(
                "fetch(int)::{lambda(std::string const&)#2}::operator()(std::string) const"),
            "fetch::{lambda#2}");
  EXPECT_EQ(short_function_name(
                "main::{lambda()#1}::operator()() const::{lambda(int)#1}::operator()(int) const"),
            "main::{lambda#1}::operator()::{lambda#1}");
  EXPECT_EQ(short_function_name("Pool::operator()(int)"), "Pool::operator()");
}

TEST(FunctionName, ShortensLongTemplateArguments) {
  EXPECT_EQ(short_function_name("Cache<int>::keep(int)"), "Cache<int>::keep");
  EXPECT_EQ(short_function_name(
                "Cache<std::__cxx11::basic_string<char, std::char_traits<char> > >::keep(int)"),
            "Cache<…>::keep");
  EXPECT_EQ(short_function_name("void call<void (*)(int)>(void (*)(int))"), "call<void (*)(int)>");
}

TEST(FunctionName, OfOtherLanguagesStays) {
  for (const char* const name :
       {"net/http.(*Transport).dial", "main.main.func1", "<module>", "<lambda>", "(nameless)",
        "block (2 levels) in <main>", "Struct::Client#fetch", "byte[]", "", "(", "operator",
        "<alloc::vec::Vec<T> as core::iter::FromIterator<T>>::from_iter"}) {
    EXPECT_EQ(short_function_name(name), name);
  }
}

TEST(FunctionName, MayBeCutOff) {
  EXPECT_EQ(short_function_name("fetch(int"), "fetch");
  EXPECT_EQ(short_function_name("Cache<int"), "Cache<int");
  EXPECT_EQ(short_function_name("f{lambda("), "f{lambda(");
}

}  // namespace
}  // namespace leakproof
