// SPDX-License-Identifier: MIT
// A C program without a C++ runtime. "load" loads a library that brings one, as a Python
// extension does; "grow" allocates a block; any other word calls a function of that
// library.
#define _GNU_SOURCE  // for dlmopen and RTLD_DEEPBIND
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    } else if (strcmp(line, "replace") == 0) {
      char* const cleared = calloc(1, 100);
      free(realloc(malloc(10), 5000));
      free(cleared);
    } else if (strcmp(line, "grow_much") == 0) {
      blocks[count++] = malloc(3 << 20);
    } else if (strcmp(line, "shrink") == 0) {
      free(blocks[--count]);
    } else if (strcmp(line, "move_break") == 0) {
      answer = sbrk(4096) != (void*)-1;
    } else if (strcmp(line, "set_break") == 0) {
      answer = brk((char*)sbrk(0) + 4096) == 0;
    } else if (strcmp(line, "set_break_back") == 0) {
      answer = brk((char*)sbrk(0) - 4096) == 0;
    } else if (strcmp(line, "load_deeply") == 0) {
      answer = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND) != NULL;
    } else if (strcmp(line, "load_apart") == 0) {
      answer = dlmopen(LM_ID_NEWLM, argv[1], RTLD_NOW | RTLD_LOCAL) != NULL;
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
