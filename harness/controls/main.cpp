// SPDX-License-Identifier: MIT
#include <leakproof/worker.hpp>

#include "catalogue.hpp"

int main(int argc, char** argv) {
  return leakproof::worker_main(argc, argv, leakproof::controls::catalogue(), "");
}
