// SPDX-License-Identifier: MIT
// A C program without a C++ runtime. "load" loads a library that brings one, as a Python
// extension does; "grow" allocates a block; any other word calls a function of that
// library.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char** argv) {
  static void* blocks[4096];
  size_t count = 0;
  void* plugin = NULL;
  char line[128];
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    long answer = 1;
    if (strcmp(line, "grow") == 0) {
      blocks[count++] = malloc(100);
    } else if (strcmp(line, "load") == 0) {
      plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
      answer = plugin != NULL;
    } else {
      void* const function = dlsym(plugin, line);
      answer = ((long (*)(void))function)();
    }
    printf("%ld\n", answer);
  }
  return 0;
}
