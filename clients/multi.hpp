// SPDX-License-Identifier: MIT
#pragma once

#include "easy.hpp"

namespace leakproof::clients {

using MultiHandle = std::unique_ptr<CURLM, FreedBy<curl_multi_cleanup>>;

/// Takes the easy handle out of the multi handle again.
struct Removal {
  CURLM* multi = nullptr;
  void operator()(CURL* easy) const { curl_multi_remove_handle(multi, easy); }
};

/// An easy handle's place among the transfers of a multi handle.
using Place = std::unique_ptr<CURL, Removal>;

[[nodiscard]] Place add(CURLM* multi, CURL* easy);

/// Every transfer that was added, until all are done. The first that failed
/// speaks for all; else their bytes are counted together.
Outcome perform_all(CURLM* multi);

}  // namespace leakproof::clients
