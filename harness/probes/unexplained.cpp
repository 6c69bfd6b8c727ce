// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "interposer/supervisor/heap_table.hpp"
#include "model/metric.hpp"
#include "model/probe.hpp"
#include "probes/gauges/heap_gauge.hpp"
#include "probes/gauges/kilobytes_line.hpp"

namespace leakproof::probes {
namespace {

/// Resident private and shared memory beyond what the program's mappings and its allocator's
/// reserve can account for, since the first reading, and anew since the first that knew the
/// reserve. What was explained once may stay resident after it has been given back. The reserve is
/// as of the first call of the allocator after the reading before, so that a growing one is
/// explained one reading later.
class Unexplained final : public Gauge {
 public:
  Unexplained(std::unique_ptr<Gauge> resident, std::unique_ptr<Gauge> shared,
              const ProbeTarget& target)
      : resident_(std::move(resident)), shared_(std::move(shared)), target_(target) {}

  std::optional<std::int64_t> read() override {
    auto resident = resident_->read();
    if (resident && shared_) *resident += shared_->read().value_or(0);
    const auto heap = target_.heap->read(target_.pid);
    const auto reserve = target_.heap->reserve(target_.pid);
    target_.heap->order_reserve(target_.pid);
    if (!resident || !heap) return std::nullopt;
    // An allocator that has not been called since has reserved no more.
    const Reserve reserved = reserve.value_or(Reserve{});
    most_explained_ = std::max(most_explained_, heap->mapped_bytes + reserved.bytes);
    const std::int64_t beyond = *resident - most_explained_;
    if (!hidden_ || reserve.has_value() != knows_reserve_) hidden_ = beyond + reserved.untouched;
    knows_reserve_ = reserve.has_value();
    return std::max<std::int64_t>(0, beyond - *hidden_);
  }

 private:
  std::unique_ptr<Gauge> resident_;
  std::unique_ptr<Gauge> shared_;  // null: the kernel does not tell
  ProbeTarget target_;
  std::int64_t most_explained_ = 0;
  bool knows_reserve_ = false;
  std::optional<std::int64_t> hidden_{};  // bytes beyond what is explained that mean nothing
};

}  // namespace

ProbeEntry unexplained() {
  return {
      .metric = {.name = "unexplained",
                 .kind = MetricKind::unexplained_memory,
                 .grain = 4096,
                 .tolerable_per_fetch = 100},
      .summary = "memory that neither the allocator nor mappings account for",
      .expensive = true,
      .attach = [](const ProbeTarget& target) -> std::unique_ptr<Gauge> {
        auto resident = kilobytes_line(target.pid, "status", "RssAnon");
        if (!sees_heap(target) || !resident) return nullptr;
        target.heap->order_reserve(target.pid);
        return std::make_unique<Unexplained>(
            std::move(resident), kilobytes_line(target.pid, "status", "RssShmem"), target);
      },
  };
}

}  // namespace leakproof::probes
