// SPDX-License-Identifier: MIT
#include "text/function_name.hpp"

#include <algorithm>

namespace leakproof {
namespace {

constexpr std::size_t longest_arguments = 40;  // with their brackets
constexpr std::string_view call_operator = "operator()";

void remove_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
}

// Where the bracket at `start` is closed; the end of the text if it is not. The ">" of "->" closes
// nothing.
std::size_t closing(std::string_view text, std::size_t start) {
  constexpr std::string_view opening = "(<{[";
  constexpr std::string_view closing = ")>}]";
  int depth = 0;
  for (std::size_t at = start; at < text.size(); ++at) {
    if (opening.find(text[at]) != opening.npos) ++depth;
    const bool is_arrow = text[at] == '>' && at > 0 && text[at - 1] == '-';
    if (closing.find(text[at]) != closing.npos && !is_arrow && --depth == 0) return at;
  }
  return text.size();
}

// The length of the operator's name at this position, such as "operator<<"; 0 if there is none.
std::size_t operator_at(std::string_view text, std::size_t at) {
  constexpr std::string_view word = "operator";
  if (!text.substr(at).starts_with(word)) return 0;
  if (text.substr(at).starts_with(call_operator)) return call_operator.size();
  constexpr std::string_view signs = "<>=!+-*/%^&|~,[]";
  std::size_t end = at + word.size();
  while (end < text.size() && signs.find(text[end]) != signs.npos) ++end;
  return end - at;
}

// Not what Go writes after a ".", as in "net/http.(*Transport).dial", and not "block (2 levels)
// in".
bool are_parameters(std::string_view text, std::size_t at) {
  return at > 0 && text[at] == '(' && text[at - 1] != '.' && text[at - 1] != ' ';
}

bool has_parameters(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (are_parameters(text, at)) return true;
  }
  return false;
}

// "{lambda(int)#1}" → "{lambda#1}".
std::string short_lambda(std::string_view lambda) {
  const std::size_t number = lambda.rfind('#');
  const bool has_number = lambda.starts_with("{lambda(") && number != lambda.npos;
  return has_number ? "{lambda" + std::string(lambda.substr(number)) : std::string(lambda);
}

std::string_view rest(std::string_view text, std::size_t at) {
  return text.substr(std::min(at, text.size()));
}

std::string short_arguments(std::string_view arguments) {
  return arguments.size() > longest_arguments ? "<…>" : std::string(arguments);
}

}  // namespace

std::string short_function_name(std::string_view function) {
  std::string name(function);
  remove_all(name, "(anonymous namespace)::");
  const bool is_declaration = has_parameters(name);
  std::string text;
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at + std::max<std::size_t>(1, operator_at(name, at));
    const bool opens = end == at + 1 && (name[at] == '{' || name[at] == '<');
    if (end == at + 1 && are_parameters(name, at)) {
      at = closing(name, at) + 1;
      for (const std::string_view qualifier : {" const", " &&", " &"}) {
        if (rest(name, at).starts_with(qualifier)) at += qualifier.size();
      }
      if (!rest(name, at).starts_with("::")) break;  // " [clone .cold]"
      continue;
    }
    if (opens) end = closing(name, at) + 1;
    const std::string_view piece = std::string_view(name).substr(at, end - at);
    if (opens) {
      text += piece.front() == '{' ? short_lambda(piece) : short_arguments(piece);
    } else if (piece == " " && is_declaration && !text.ends_with("operator")) {
      text.clear();  // a return type
    } else {
      text += piece;
    }
    at = end;
  }
  constexpr std::string_view of_lambda = "}::operator()";
  if (text.ends_with(of_lambda)) text.resize(text.size() - of_lambda.size() + 1);
  return text;
}

}  // namespace leakproof
