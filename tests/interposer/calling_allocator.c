// SPDX-License-Identifier: MIT
// An allocator whose calloc and realloc call its own malloc and free, and which does not tell the
// size of a block, as Electric Fence.
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

struct block {
  size_t size;
  struct block* next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct block* released[48];  // by the logarithm of their size
static char* pool;
static char* end;

static size_t class_of(size_t size) {
  size_t class = 5;
  while (((size_t)1 << class) < size) ++class;
  return class;
}

static const size_t large = 21;  // the class of blocks that are mapped and unmapped one by one

static void* mapped(size_t size) {
  return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void* malloc(size_t size) {
  const size_t class = class_of(size);
  const size_t whole = sizeof(struct block) + ((size_t)1 << class);
  if (class >= large) {
    struct block* const alone = mapped(whole);
    alone->size = (size_t)1 << class;
    return alone + 1;
  }
  pthread_mutex_lock(&lock);
  struct block* block = released[class];
  if (block) {
    released[class] = block->next;
  } else {
    if (!pool || pool + whole > end) {
      const size_t chunk = whole > 1 << 20 ? whole : 1 << 20;
      pool = mapped(chunk);
      end = pool + chunk;
    }
    block = (struct block*)pool;
    pool += whole;
    block->size = (size_t)1 << class;
  }
  pthread_mutex_unlock(&lock);
  return block + 1;
}

void free(void* memory) {
  if (!memory) return;
  struct block* const block = (struct block*)memory - 1;
  const size_t class = class_of(block->size);
  if (class >= large) {
    munmap(block, sizeof *block + block->size);
    return;
  }
  pthread_mutex_lock(&lock);
  block->next = released[class];
  released[class] = block;
  pthread_mutex_unlock(&lock);
}

void* calloc(size_t number, size_t size) {
  void* const memory = malloc(number * size);
  return memset(memory, 0, number * size);
}

void* realloc(void* memory, size_t size) {
  void* const copy = malloc(size);
  if (!memory) return copy;
  const size_t old_size = ((struct block*)memory - 1)->size;
  memcpy(copy, memory, old_size < size ? old_size : size);
  free(memory);
  return copy;
}
