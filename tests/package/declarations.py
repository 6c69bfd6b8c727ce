# SPDX-License-Identifier: MIT
"""Finds the functions that a header declares for its users."""
import re

NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|^[ \t]*#[^\n]*|"(?:\\.|[^"\\])*"', re.DOTALL | re.MULTILINE)
SCOPE = re.compile(r"\b(namespace|extern|class|struct|union)\b(?!.*\()", re.DOTALL)
ACCESS = re.compile(r"\b(public|private|protected)\s*:(?!:)")


def functions(header):
    """The names of the functions, in order, except those that are private, in leakproof::detail,
    deleted or defaulted, and except operators, constructors and destructors."""
    names = []
    scopes = []  # of the open braces: [kind, name, whether its members are public]
    statement = ""
    for char in NOT_CODE.sub(" ", header):
        if char not in "{};":
            statement += char
            continue
        for access in ACCESS.finditer(statement):
            scopes[-1][2] = access[1] == "public"
        statement = ACCESS.sub(" ", statement)
        if all(visible for _, _, visible in scopes):
            names += name_in(statement, scopes)
        if char == "{":
            scopes.append(scope_of(statement, scopes))
        elif char == "}":
            scopes.pop()
        statement = ""
    return names


def name_in(statement, scopes):
    statement = re.sub(r"\btemplate\s*<[^>]*>|\[\[.*?\]\]", " ", statement)
    declaration = re.match(r"[^=(]*?([\w~]+)\s*\((?!\*)", statement)
    if not declaration or "= delete" in statement or "= default" in statement:
        return []
    name = declaration[1]
    return [] if name.startswith("~") or name in [scope for _, scope, _ in scopes] or "operator" in statement else [name]


def scope_of(statement, scopes):
    statement = re.sub(r"\[\[.*?\]\]", " ", statement)
    kind = SCOPE.search(statement)
    if kind is None or "=" in statement:
        return ["body", "", False]
    name = re.findall(r"\w+", re.sub(r"\bfinal\b|\s:\s.*", " ", statement, flags=re.DOTALL))[-1]
    return [kind[1], name, kind[1] != "class" and name != "detail"]
