// SPDX-License-Identifier: MIT
#include "worker/collection_pace.hpp"

#include "posix/descriptor_folder.hpp"
#include "posix/processes.hpp"

namespace leakproof {

bool has_come_near_its_limit(pid_t pid) {
  const auto limit = descriptor_limit(pid);
  const auto open = limit ? DescriptorFolder(pid).count() : std::nullopt;
  return open && CollectionPace::is_near_limit(*open, *limit);
}

}  // namespace leakproof
