// SPDX-License-Identifier: MIT
// libevent-loop URL: requests the URL in a loop, each time with a new connection. Goes on after an
// error, and checks all that libevent returns.
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

int main(int argc, char** argv) {
  evhttp_uri* const url = argc == 2 ? evhttp_uri_parse(argv[1]) : nullptr;
  event_base* const base = event_base_new();
  if (url == nullptr || base == nullptr) return 2;
  const char* const host = evhttp_uri_get_host(url);
  while (true) {
    evhttp_connection* const connection = evhttp_connection_base_new(
        base, nullptr, host, static_cast<unsigned short>(evhttp_uri_get_port(url)));
    if (connection == nullptr) continue;
    evhttp_connection_set_timeout(connection, 2);
    evhttp_request* const request = evhttp_request_new(
        [](evhttp_request*, void* loop) {
          event_base_loopexit(static_cast<event_base*>(loop), nullptr);
        },
        base);
    if (request != nullptr) {
      evhttp_add_header(evhttp_request_get_output_headers(request), "Host", host);
      const char* const path = evhttp_uri_get_path(url);
      const bool is_under_way = evhttp_make_request(connection, request, EVHTTP_REQ_GET, path) == 0;
      if (is_under_way) event_base_dispatch(base);
    }
    evhttp_connection_free(connection);
  }
}
