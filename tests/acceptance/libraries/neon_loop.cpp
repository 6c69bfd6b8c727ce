// SPDX-License-Identifier: MIT
// neon-loop URL: requests the URL in a loop, each time in a new session. Goes on after an error.
#include <ne_request.h>
#include <ne_session.h>
#include <ne_socket.h>
#include <ne_uri.h>

int main(int argc, char** argv) {
  ne_uri url{};
  if (argc != 2 || ne_sock_init() != 0 || ne_uri_parse(argv[1], &url) != 0) return 2;
  while (true) {
    ne_session* const session = ne_session_create(url.scheme, url.host, url.port);
    ne_set_read_timeout(session, 2);
    ne_request* const request = ne_request_create(session, "GET", url.path);
    ne_request_dispatch(request);
    ne_request_destroy(request);
    ne_session_destroy(session);
  }
}
