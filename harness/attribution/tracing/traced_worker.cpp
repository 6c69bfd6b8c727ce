// SPDX-License-Identifier: MIT
#include "attribution/tracing/traced_worker.hpp"

#include "posix/proc_file.hpp"
#include "runtimes/recognition/recognition.hpp"

namespace leakproof {

bool is_traceable(pid_t pid) {
  ProcFile maps(pid, "maps");
  const auto text = maps.read();
  if (!text || text->empty()) return false;
  const bool is_within_valgrind =
      text->find("/vgpreload_") != text->npos || text->find("/valgrind/") != text->npos;
  return !is_within_valgrind && runtimes::recognised_in(pid).empty();
}

}  // namespace leakproof
