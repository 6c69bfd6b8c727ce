// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

namespace leakproof::probes {
namespace {

class HeapGauge final : public Gauge {
 public:
  HeapGauge(const ProbeTarget& target, std::int64_t HeapCounts::*number)
      : target_(target), number_(number) {}

  std::optional<std::int64_t> read() override {
    const auto counts = target_.heap->read(target_.pid);
    return counts ? std::optional((*counts).*number_) : std::nullopt;
  }

 private:
  ProbeTarget target_;
  std::int64_t HeapCounts::*number_;
};

}  // namespace

bool sees_heap(const ProbeTarget& target) {
  return target.heap != nullptr && target.heap->read(target.pid).has_value();
}

std::unique_ptr<Gauge> heap_gauge(const ProbeTarget& target, std::int64_t HeapCounts::*number) {
  const auto counts = target.heap != nullptr ? target.heap->read(target.pid) : std::nullopt;
  if (!counts || (number == &HeapCounts::live_bytes && !counts->has_sizes)) return nullptr;
  return std::make_unique<HeapGauge>(target, number);
}

}  // namespace leakproof::probes
