// SPDX-License-Identifier: MIT
#pragma once

#include "easy.hpp"

namespace leakproof::clients {

using MultiHandle = std::unique_ptr<CURLM, FreedBy<curl_multi_cleanup>>;

/// Removes the easy handle from the multi handle.
struct Removal {
  CURLM* multi = nullptr;
  void operator()(CURL* easy) const { curl_multi_remove_handle(multi, easy); }
};

/// An easy handle that has been added to a multi handle; the destructor removes it.
using Place = std::unique_ptr<CURL, Removal>;

[[nodiscard]] Place add(CURLM* multi, CURL* easy);

/// Performs all added transfers until all are done. Returns the outcome of the first that
/// failed; otherwise the sum of their bytes.
Outcome perform_all(CURLM* multi);

}  // namespace leakproof::clients
