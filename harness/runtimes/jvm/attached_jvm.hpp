// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "posix/quiescence.hpp"
#include "runtimes/collector.hpp"
#include "runtimes/jvm/attach_socket.hpp"
#include "runtimes/jvm/flight_recording.hpp"
#include "runtimes/jvm/reference_handler.hpp"
#include "runtimes/jvm/thread_dump.hpp"
#include "runtimes/jvm/users_classes.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof {

/// Does what `jcmd PID GC.class_histogram` does. Reports "jvm_heap", the bytes of all live objects.
/// Explains it by what holds them, "threads" by their names and stacks, and sockets by the line
/// that fetches. Where threads become more, records which code starts them.
class AttachedJvm final : public Collector {
 public:
  /// Collects once to check whether it works. No collector if the JVM does not answer within
  /// `patience`, or does not allow attaching.
  static Attachment attach(pid_t, std::chrono::milliseconds patience);

  std::optional<std::vector<Reported>> settle(std::chrono::milliseconds patience) override;
  std::optional<Explanation> explain(std::chrono::milliseconds patience) override;
  std::optional<Explanation> explain_last(std::chrono::milliseconds patience) override;

 private:
  using Time = AttachSocket::Time;

  explicit AttachedJvm(pid_t);

  std::optional<std::string> collect(Time deadline);
  std::optional<std::string> check(Time deadline);
  std::optional<std::string> collect_before_histogram(Time deadline);
  bool releases(std::size_t collections);

  std::optional<Explanation> explain_with(std::vector<JavaThread>&, Time deadline);
  bool are_more(std::span<const JavaThread>);
  const UsersClasses& users_classes(std::string_view threads, std::span<const Holding> classes,
                                    Time deadline);
  void add_sockets(Explanation&) const;
  void add_holders(Explanation&, const UsersClasses&, std::int64_t bytes, Time deadline);

  pid_t pid_;
  AttachSocket socket_;
  Quiescence quiescence_;
  std::optional<ReferenceHandler> references_{};
  std::optional<UsersClasses> users_{};
  std::map<std::string, std::int64_t> threads_{};  // by name, at the last explanation
  std::unique_ptr<FlightRecording> recording_{};
  bool histogram_collects_ = true;  // as all collectors do but ZGC and Shenandoah
  bool dumps_ = true;               // its heap, until that fails or takes too long
  bool has_dumped_ = false;
  std::uint64_t readings_ = 0;
  std::size_t needed_ = 1;  // collections before a reading
  std::size_t found_ = 1;   // to be needed, at the last check
};

}  // namespace leakproof
