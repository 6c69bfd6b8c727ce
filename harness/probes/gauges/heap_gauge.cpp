// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

namespace leakproof::probes {
namespace {

class HeapGauge final : public Gauge {
 public:
  HeapGauge(const Subject& subject, std::int64_t HeapCounts::*number)
      : subject_(subject), number_(number) {}

  std::optional<std::int64_t> read() override {
    const auto counts = subject_.heap->read(subject_.pid);
    return counts ? std::optional((*counts).*number_) : std::nullopt;
  }

 private:
  Subject subject_;
  std::int64_t HeapCounts::*number_;
};

}  // namespace

bool sees_heap(const Subject& subject) {
  return subject.heap != nullptr && subject.heap->read(subject.pid).has_value();
}

std::unique_ptr<Gauge> heap_gauge(const Subject& subject, std::int64_t HeapCounts::*number) {
  if (!sees_heap(subject)) return nullptr;
  return std::make_unique<HeapGauge>(subject, number);
}

}  // namespace leakproof::probes
