// SPDX-License-Identifier: MIT
#include "runtimes/jvm/compiler_directive.hpp"

#include <string_view>

#include "runtimes/jvm/temporary_file.hpp"

namespace leakproof {
namespace {

constexpr std::string_view without_c2 = R"([{match: "*.*", c2: {Exclude: true}}])";

}  // namespace

void compile_without_c2(pid_t pid, const AttachSocket& socket, AttachSocket::Time deadline) {
  const TemporaryFile file(pid, "c2");
  if (!file.write(without_c2)) return;
  (void)socket.command("Compiler.directives_add " + file.path_in_jvm(), deadline);
}

}  // namespace leakproof
