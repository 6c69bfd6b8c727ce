// SPDX-License-Identifier: MIT
#include "text/function_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace leakproof {
namespace {

constexpr std::size_t longest_arguments = 40;  // with their brackets

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

bool is_of_identifier(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The length of the operator's name at this position, such as "operator<<" or "operator new"; 0 if
// there is none.
std::size_t operator_at(std::string_view text, std::size_t at) {
  constexpr std::string_view word = "operator";
  constexpr std::array<std::string_view, 20> signs{"()", "[]", "->*", "<=>", "<<=", ">>=", "->",
                                                   "<<", ">>", "<=",  ">=",  "==",  "!=",  "&&",
                                                   "||", "++", "--",  "+=",  "-=",  "*="};
  const std::string_view rest = text.substr(at);
  if (!rest.starts_with(word) || (at > 0 && is_of_identifier(text[at - 1]))) return 0;
  const std::string_view name = rest.substr(word.size());
  if (name.empty() || is_of_identifier(name.front())) return 0;
  // A conversion, new, delete or a literal.
  if (name.front() == ' ' || name.front() == '"') return std::min(rest.find('('), rest.size());
  const auto found =
      std::ranges::find_if(signs, [&](std::string_view sign) { return name.starts_with(sign); });
  return word.size() + (found == signs.end() ? 1 : found->size());
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

bool is_a_name(std::string_view text) {
  constexpr std::string_view beginnings = "~<{";
  return !text.empty() && (is_of_identifier(text[0]) || beginnings.find(text[0]) != text.npos);
}

}  // namespace

std::string short_function_name(std::string_view function) {
  std::string name(function);
  remove_all(name, "(anonymous namespace)::");
  const bool is_declaration = has_parameters(name);
  std::string text;
  bool is_operator = false;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t length = operator_at(name, at);
    std::size_t end = at + std::max<std::size_t>(1, length);
    const bool opens = length == 0 && (name[at] == '{' || name[at] == '<');
    if (length == 0 && are_parameters(name, at)) {
      const bool is_of_type = text == "decltype";
      at = closing(name, at) + 1;
      if (is_of_type) continue;
      for (const std::string_view qualifier : {" const", " &&", " &"}) {
        if (rest(name, at).starts_with(qualifier)) at += qualifier.size();
      }
      if (!rest(name, at).starts_with("::")) break;  // " [clone .cold]"
      continue;
    }
    if (opens) end = closing(name, at) + 1;
    const std::string_view piece = std::string_view(name).substr(at, end - at);
    if (opens && piece.front() == '{') {
      text += short_lambda(piece);
    } else if (opens && at > 0) {
      text += short_arguments(piece);
    } else if (piece == " " && is_declaration) {
      if (!is_operator) text.clear();  // a return type
    } else {
      text += piece;
    }
    is_operator = is_operator || length > 0;
    at = end;
  }
  constexpr std::string_view of_lambda = "}::operator()";
  if (text.ends_with(of_lambda)) text.resize(text.size() - of_lambda.size() + 1);
  return is_a_name(text) ? text : name;
}

}  // namespace leakproof
