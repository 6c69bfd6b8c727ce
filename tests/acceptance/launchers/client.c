// SPDX-License-Identifier: MIT
// client MANNER URL: requests URL in a loop over plain sockets. "leaks" loses 100 bytes for each
// request, "clean" frees them.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int request(const char* path, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(connection, (struct sockaddr*)&address, sizeof address) != 0) return -1;
  char text[65536];
  const int size =
      snprintf(text, sizeof text, "GET /%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
  if (write(connection, text, (size_t)size) != size) return -1;
  while (read(connection, text, sizeof text) > 0) {
  }
  return close(connection);
}

int main(int argc, char** argv) {
  int port = 0;
  char path[200] = "";
  if (argc < 3 || sscanf(argv[2], "http://127.0.0.1:%d/%199s", &port, path) < 1) return 2;
  const int leaks = strcmp(argv[1], "leaks") == 0;
  while (request(path, port) == 0) {
    char* const block = malloc(100);
    if (!block) return 1;
    memset(block, 1, 100);
    if (!leaks) free(block);
  }
  return 1;
}
