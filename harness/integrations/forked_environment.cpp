// SPDX-License-Identifier: MIT
#include "integrations/forked_environment.hpp"

#include <iostream>
#include <stdexcept>
#include <system_error>

#include <leakproof/client.hpp>
#include <leakproof/worker.hpp>

#include "interposer/supervisor/heap_table.hpp"
#include "loop/own_heap.hpp"
#include "model/origin.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "worker/failure_text.hpp"
#include "worker/stepped_worker.hpp"

namespace leakproof {
namespace {

// A global, because ClientEntry::make takes no argument. A child has only one callable.
const Fetch* fetch_of_this_child = nullptr;

class Callable final : public Client {
 public:
  Outcome fetch(const Request& request) override { return (*fetch_of_this_child)(request); }
};

ClientEntry entry_for(const Fetch& fetch) {
  fetch_of_this_child = &fetch;
  return {.name = "client",
          .make = []() -> std::unique_ptr<Client> { return std::make_unique<Callable>(); }};
}

}  // namespace

ForkedEnvironment::ForkedEnvironment(const Fetch& fetch, const Trial& trial,
                                     int (*attach)(int table))
    : server_({.words = {"/proc/self/exe"}}, interrupt_) {
  std::shared_ptr<const HeapTable> heap;
  if (!is_tool_watching_heap()) heap = std::make_shared<HeapTable>();
  Preload preload = heap ? Preload(heap) : Preload("a tool watches the heap of this program");
  const Command command{
      .call =
          [&] {
            if (heap && attach(heap->descriptor()) == 0) {
              throw std::runtime_error("the heap interposer is not linked before libc");
            }
            std::cin.clear();
            serve(entry_for(fetch), "");
            return 0;
          },
      .max_descriptors = trial.plan.max_descriptors};
  try {
    worker_ = std::make_unique<SteppedWorker>(
        command, Watch::Bounds{.memory = trial.plan.max_memory}, std::move(preload), interrupt_);
  } catch (const std::system_error& error) {
    failure_ = std::make_exception_ptr(WorkerFailure(failure::cannot_start(error.what())));
  } catch (const std::runtime_error&) {  // WorkerFailure and the like: start_worker() throws it
    failure_ = std::current_exception();
  }
}

std::unique_ptr<Worker> ForkedEnvironment::start_worker(const Trial&, Origin&) {
  if (failure_) std::rethrow_exception(failure_);
  return std::move(worker_);
}

}  // namespace leakproof
