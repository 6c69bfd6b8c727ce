// SPDX-License-Identifier: MIT
// The agent in a PHP program under test, which the loader preloads: collects cycles on request, and
// reports which lines hold memory. It is loaded into every process of the worker, and does nothing
// where there is no PHP, or a PHP with threads (ZTS), whose collector runs only in its own.
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "runtimes/php/agent/holdings.hpp"
#include "runtimes/php/agent/thread.hpp"
#include "runtimes/php/agent/turn.hpp"
#include "runtimes/php/agent/zend.hpp"

namespace leakproof::php {
namespace {

// LEAKPROOF_AGENT. A copy, because the program may change its environment.
sockaddr_un supervisor{};
socklen_t supervisor_size = 0;

bool is_served() {
  return zend_gc_collect_cycles && gc_enabled && zend_mm_get_heap && zend_mm_get_custom_handlers &&
         zend_mm_set_custom_handlers && zend_get_executed_filename && zend_get_executed_lineno &&
         zend_fetch_debug_backtrace && zend_hash_index_find && zend_hash_str_find &&
         zval_ptr_dtor && !tsrm_get_ls_cache;
}

// What destructors of the first collection release, the second frees. A program that has switched
// the collector off never frees what only the collector would.
void collect() {
  constexpr int most_collections = 5;
  if (!gc_enabled()) return;
  for (int i = 0; i < most_collections && zend_gc_collect_cycles() > 0; ++i) {
  }
}

bool read_address() {
  const char* const address = ::getenv("LEAKPROOF_AGENT");
  const std::size_t size = address != nullptr ? std::strlen(address) : 0;
  if (size == 0 || size >= sizeof supervisor.sun_path) return false;
  supervisor.sun_family = AF_UNIX;
  std::memcpy(supervisor.sun_path, address, size);
  const bool has_file = address[0] != '@';
  if (!has_file) supervisor.sun_path[0] = '\0';
  supervisor_size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size + (has_file ? 1 : 0));
  return true;
}

int connect_to_supervisor() {
  const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) return -1;
  const auto* const address = reinterpret_cast<const sockaddr*>(&supervisor);
  if (::connect(connection, address, supervisor_size) == 0) return connection;
  ::close(connection);
  return -1;
}

bool send_all(int connection, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text = {text.data() + sent, text.size() - static_cast<std::size_t>(sent)};
  }
  return true;
}

// PHP's data belong to its own thread unless that is blocked, as it is while the supervisor
// withholds a reply.
bool answer(int connection, std::string_view order) {
  const bool is_mine = take_turn();
  std::string_view text =
      order.starts_with("explain") ? nothing_explained : "settled uncollected=1\n";
  if (is_mine) {
    collect();
    text = order.starts_with("explain") ? explain() : "settled uncollected=0\n";
    return_turn();
  }
  return send_all(connection, text);
}

void* listen(void* /*unused*/) {
  const int connection = connect_to_supervisor();
  if (connection < 0) return nullptr;
  char order[64];
  for (;;) {
    const ssize_t size = ::recv(connection, order, sizeof order, 0);
    if (size <= 0) break;
    if (!answer(connection, {order, static_cast<std::size_t>(size)})) break;
  }
  ::close(connection);
  return nullptr;
}

void start() {
  run_php_here();
  start_thread(listen);
}

[[gnu::constructor]] void load() {
  if (!is_served() || !read_address()) return;
  const int saved = errno;
  ::pthread_atfork(nullptr, nullptr, start);
  start();
  errno = saved;
}

}  // namespace
}  // namespace leakproof::php
