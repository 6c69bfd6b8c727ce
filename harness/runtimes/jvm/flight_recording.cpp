// SPDX-License-Identifier: MIT
#include "runtimes/jvm/flight_recording.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "posix/process.hpp"
#include "runtimes/jvm/temporary_file.hpp"

namespace leakproof {
namespace {

using RecordingClock = std::chrono::steady_clock;

// A JVM takes up to 1 s to load its recorder, and 0.5 s to end. All together.
constexpr std::chrono::seconds longest_recording(3);
constexpr std::int64_t largest_recording = std::int64_t{64} << 20;  // bytes
constexpr std::size_t most_printed = std::size_t{16} << 20;
constexpr std::string_view settings =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<configuration version="2.0">
  <event name="jdk.ThreadStart">
    <setting name="enabled">true</setting>
    <setting name="stackTrace">true</setting>
  </event>
</configuration>
)";

std::size_t recordings_in(std::string_view check) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < check.size();
       at = std::min(check.find('\n', at), check.size() - 1) + 1) {
    if (check.substr(at).starts_with("Recording")) ++count;
  }
  return count;
}

// The one beside the program of the JVM; empty without one, or if another user could have put it
// there.
std::string jfr_beside(pid_t pid) {
  std::error_code error;
  const auto java = std::filesystem::read_symlink(fmt::format("/proc/{}/exe", pid), error);
  if (error) return "";
  std::string program = fmt::format("/proc/{}/root{}/jfr", pid, java.parent_path().string());
  struct stat about {};
  if (::stat(program.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return "";
  const bool is_trusted = about.st_uid == 0 || about.st_uid == ::geteuid();
  return is_trusted && (about.st_mode & S_IWOTH) == 0 ? program : "";
}

// What a process prints until it ends; empty if that is too much, or takes too long.
std::string output_of(const Process& process, RecordingClock::time_point deadline) {
  std::string output;
  std::array<char, 65536> piece{};
  while (output.size() < most_printed) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - RecordingClock::now()).count();
    pollfd ready{.fd = process.output(), .events = POLLIN, .revents = 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return "";
    const ssize_t got = ::read(process.output(), piece.data(), piece.size());
    if (got < 0) return "";
    if (got == 0) return output;
    output.append(piece.data(), static_cast<std::size_t>(got));
  }
  return "";
}

std::string printed_starts(const std::string& program, const std::string& file,
                           RecordingClock::time_point deadline) {
  struct stat about {};
  if (::lstat(file.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return "";
  if (about.st_size > largest_recording) return "";
  try {
    const Process jfr({.words = {program, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC",
                                 "-J-XX:-UsePerfData", "-J-Xmx256m", "print", "--events",
                                 "jdk.ThreadStart", "--stack-depth", "64", file},
                       .environment = {"LC_ALL=C.UTF-8"}});
    return output_of(jfr, deadline);
  } catch (const std::system_error&) {
    return "";
  }
}

}  // namespace

FlightRecording::FlightRecording(pid_t pid, const AttachSocket& socket,
                                 std::chrono::nanoseconds left)
    : pid_(pid), socket_(socket), left_(left) {}

std::unique_ptr<FlightRecording> FlightRecording::start(pid_t pid, const AttachSocket& socket,
                                                        Time deadline) {
  if (jfr_beside(pid).empty()) return nullptr;
  const auto given_up = RecordingClock::now() + longest_recording;
  deadline = std::min(deadline, given_up);
  const auto check = socket.command("JFR.check", deadline);
  if (!check || !check->starts_with("No available recordings")) return nullptr;
  const TemporaryFile file(pid, "jfr_settings");
  if (!file.write(settings)) return nullptr;
  const auto answer = socket.command(
      "JFR.start name=leakproof disk=false settings=" + file.path_in_jvm(), deadline);
  if (!answer) {
    (void)socket.command("JFR.stop name=leakproof", deadline);  // it may only be late
    return nullptr;
  }
  return std::unique_ptr<FlightRecording>(
      new FlightRecording(pid, socket, given_up - RecordingClock::now()));
}

// The JVM writes a recording from its memory into a folder of its own first, which it would
// otherwise leave in /tmp when it is killed.
std::string FlightRecording::end(Time deadline) const {
  deadline = std::min(deadline, RecordingClock::now() + left_);
  const TemporaryFile folder(pid_, "jfr");
  const std::string name = "/starts.jfr";
  const auto check = socket_.command("JFR.check", deadline);
  const bool is_dumped =
      check && recordings_in(*check) == 1 &&
      socket_.command("JFR.configure repositorypath=" + folder.path_in_jvm(), deadline) &&
      socket_.command("JFR.dump name=leakproof filename=" + folder.path_in_jvm() + name, deadline);
  (void)socket_.command("JFR.stop name=leakproof", deadline);
  return is_dumped ? printed_starts(jfr_beside(pid_), folder.path() + name, deadline) : "";
}

}  // namespace leakproof
