// SPDX-License-Identifier: MIT
// fake-go MODE: has the variables of a Go runtime, laid out as those of Go 1.22, and collects as
// one does while forcegcperiod is short. It runs until its standard input ends, and then prints
// what these variables are. Modes are explained where they are used.
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <thread>

namespace {

struct GoString {
  const char* text;
  std::int64_t length;
};

struct Stack {
  std::uintptr_t low, high;
};

struct Slice {
  const void* first;
  std::uint64_t length, capacity;
};

struct Ancestor {
  Slice pcs;
  std::uint64_t id;
  std::uintptr_t created_at;
};

struct Bucket {
  std::uintptr_t next = 0;
  std::uintptr_t all_next = 0;
  std::uint64_t type = 0;
  std::uint64_t hash = 0;
  std::uint64_t size = 0;
  std::uint64_t depth = 1;
  std::array<std::uintptr_t, 1> stack{};
  std::array<std::uint64_t, 16> record{};
};

/// Words at offsets in bytes.
template <std::size_t size>
struct Structure {
  alignas(8) std::array<std::byte, size> bytes{};

  template <typename T>
  volatile T& at(std::size_t offset) {
    return *reinterpret_cast<volatile T*>(bytes.data() + offset);
  }
};

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): a Go runtime has them
extern volatile std::int64_t forcegcperiod asm("runtime.forcegcperiod");
extern volatile std::int64_t mem_profile_rate asm("runtime.MemProfileRate");
extern Structure<8000> memstats asm("runtime.memstats");
extern Structure<400> controller asm("runtime.gcController");
extern Structure<200> debug asm("runtime.debug");
extern std::uintptr_t goroutine_list asm("runtime.allgs");
extern std::uint64_t goroutine_count asm("runtime.allglen");
extern Bucket* buckets asm("runtime.mbuckets");
extern Slice processors asm("runtime.allp");
extern GoString version asm("runtime.buildVersion");

volatile std::int64_t forcegcperiod = 120'000'000'000;
volatile std::int64_t mem_profile_rate = 524'288;
Structure<8000> memstats;
Structure<400> controller;
Structure<200> debug;
std::uintptr_t goroutine_list;
std::uint64_t goroutine_count;
Bucket* buckets;
Slice processors;
GoString version{"go1.22.3", 8};

std::array<Structure<400>, 4> goroutines;
std::array<std::uintptr_t, 4> addresses;
std::array<Bucket, 2> profile;
std::array<Structure<2600>, 2> processor_list;
std::array<std::uintptr_t, 2> processor_addresses;
std::array<std::uintptr_t, 1> creator;
Ancestor ancestor;
Slice ancestors;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" [[gnu::used, gnu::noinline]] void keep() asm("main.keep");
extern "C" void keep() { asm volatile(""); }

namespace {

std::uintptr_t address_of(const void* object) { return reinterpret_cast<std::uintptr_t>(object); }
std::uintptr_t in_keep() { return address_of(reinterpret_cast<const void*>(&keep)) + 1; }

void start_goroutines() {
  constexpr std::uint32_t waits = 4;
  constexpr std::uint32_t is_dead = 6;
  creator[0] = in_keep();
  ancestor = {.pcs = {creator.data(), 1, 1}, .id = 1, .created_at = in_keep()};
  ancestors = {&ancestor, 1, 1};
  for (std::size_t i = 0; i < goroutines.size(); ++i) {
    addresses[i] = address_of(&goroutines[i]);
    goroutines[i].at<Stack>(0).low = 0x10000;
    goroutines[i].at<Stack>(0).high = 0x10000 + 2048;
    goroutines[i].at<std::uintptr_t>(64) = in_keep();
    goroutines[i].at<std::uint32_t>(144) = i == 3 ? is_dead : waits;
    goroutines[i].at<std::uintptr_t>(288) = address_of(&ancestors);
    goroutines[i].at<std::uintptr_t>(296) = in_keep() - 1;
  }
  goroutine_list = address_of(addresses.data());
  goroutine_count = addresses.size();
}

// Three of the structures with which goroutines wait are kept for later, of 88 bytes each.
void start_processors() {
  for (std::size_t i = 0; i < processor_list.size(); ++i) {
    processor_addresses[i] = address_of(&processor_list[i]);
    processor_list[i].at<std::uint64_t>(2488) = 1 + i;
  }
  processors = {processor_addresses.data(), processor_addresses.size(), processor_addresses.size()};
}

void start_profile() {
  // Allocated and freed, in objects and bytes, in each of four cycles.
  profile[0] = {.all_next = address_of(&profile[1]),
                .size = 208,
                .stack = {in_keep()},
                .record = {3, 1, 624, 208, 1, 0, 208}};
  profile[1] = {.size = 16, .stack = {in_keep()}, .record = {5, 5, 80, 80}};
  buckets = profile.data();
}

void garble() {
  goroutine_count = ~std::uint64_t{0};
  goroutines[0].at<std::uintptr_t>(0) = ~std::uintptr_t{0} / 2;  // the stack is beyond all sizes
  goroutines[0].at<std::uintptr_t>(288) = 8;
  goroutines[1].at<std::uintptr_t>(56) = 1;
  goroutines[1].at<std::uintptr_t>(8) = ~std::uintptr_t{0};
  goroutines[1].at<std::uintptr_t>(104) = ~std::uintptr_t{0};
  // A stack whose frames go round in a circle.
  goroutines[2].at<Stack>(0).low = address_of(profile.data());
  goroutines[2].at<Stack>(0).high = address_of(profile.data() + 2);
  goroutines[2].at<std::uintptr_t>(56) = address_of(profile.data());
  goroutines[2].at<std::uintptr_t>(104) = address_of(profile.data());
  profile[0] = {.next = address_of(profile.data()),
                .all_next = address_of(profile.data()),
                .size = ~std::uint64_t{0},
                .depth = ~std::uint64_t{0} / 16,
                .record = {1, 2, 3, 4, 5, 6, 7, 8}};
  ancestors.length = ~std::uint64_t{0};
  processor_list[0].at<std::uint64_t>(2488) = ~std::uint64_t{0};
  processor_addresses[1] = 8;
  ancestor.pcs.length = ~std::uint64_t{0};
}

constexpr std::uint64_t heap_goal = 4 << 20;

// As Go's runtime does.
void nap(std::string_view mode) {
  const timespec time = mode == "naps" ? timespec{1000, 0} : timespec{0, 1'000'000};
  ::syscall(SYS_nanosleep, &time, nullptr);
}

void collect(std::string_view mode) {
  if (mode == "stops") return;
  if (mode == "dies") ::_exit(1);
  if (controller.at<std::int32_t>(0) < 0) return;
  if (memstats.at<std::int64_t>(7720) == 0) return;
  volatile std::int64_t& marked = controller.at<std::int64_t>(152);
  if (mode == "changes") marked = marked + 8;  // what is reachable differs each time
  if (mode == "falls" && marked > 2000) marked = marked - 1000;
  volatile std::uint32_t& collections = memstats.at<std::uint32_t>(7704);
  collections = collections + 1;
  // What has a finalizer is freed by the collection after the one that found it.
  if (mode == "finalizes" && collections == 3) marked = 4000;
  controller.at<std::uint64_t>(72) = heap_goal;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  controller.at<std::int32_t>(0) = mode == "off" ? -1 : 100;
  controller.at<std::int64_t>(152) = 7000;
  if (mode != "first") memstats.at<std::int64_t>(7720) = 1;  // "first": has never collected
  if (mode == "unknown") version = {"go1.99", 6};
  if (mode == "traced") debug.at<std::int32_t>(60) = 1000;  // GODEBUG=schedtrace=1000
  start_goroutines();
  start_profile();
  start_processors();
  if (mode == "garbled") garble();
  if (mode == "elsewhere") {
    goroutine_list = 8;
    buckets = reinterpret_cast<Bucket*>(8);
  }
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGURG, &action, nullptr);
  controller.at<std::uint64_t>(72) = heap_goal;
  std::puts("ready");
  std::fflush(stdout);
  std::thread([mode] {
    bool was_traced = false;
    while (true) {
      nap(mode);
      // Go's sleeps for half of the period, 60 s, as soon as it sees that no trace is due.
      const bool is_traced = debug.at<std::int32_t>(60) > 0;
      if (mode == "sleeps" && was_traced && !is_traced) return;
      was_traced = is_traced;
      if (forcegcperiod < 1'000'000) collect(mode);
    }
  }).detach();
  char end = 0;
  while (::read(STDIN_FILENO, &end, 1) > 0) {
  }
  std::printf("%lld %d %lld %d %llu\n", static_cast<long long>(forcegcperiod),
              debug.at<std::int32_t>(60), static_cast<long long>(mem_profile_rate),
              debug.at<std::int32_t>(64),
              static_cast<unsigned long long>(controller.at<std::uint64_t>(72)));
  std::fflush(stdout);
  ::_exit(0);
}
