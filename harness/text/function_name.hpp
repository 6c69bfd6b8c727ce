// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// A demangled name as it is read: without parameters, return type and anonymous namespaces, and
/// with long template arguments shortened to "<…>". A lambda expression keeps its number:
/// "fetch(int)::{lambda(int)#1}::operator()(int) const" → "fetch::{lambda#1}". Names of other
/// languages, such as "net/http.(*Transport).dial" and "<module>", stay as they are.
std::string short_function_name(std::string_view function);

}  // namespace leakproof
