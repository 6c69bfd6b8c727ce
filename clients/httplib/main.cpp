// SPDX-License-Identifier: MIT
// leakproof-httplib-worker: cpp-httplib's own client under test.
#include <httplib.h>

#include <csignal>

#include <leakproof/worker.hpp>

#include "catalogue.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // httplib 0.11 ignores SIGPIPE only in its server
  return leakproof::worker_main(argc, argv, leakproof::clients::catalogue(),
                                "cpp-httplib/" CPPHTTPLIB_VERSION);
}
