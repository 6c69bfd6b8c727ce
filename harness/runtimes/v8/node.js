// SPDX-License-Identifier: MIT
// The agent in a Node or Deno program under test, which loads it through NODE_OPTIONS: collects
// garbage on request, and reports the size of V8's heap and which functions hold memory. The
// program runs unmodified, is not kept alive, and its standard streams are not used.
'use strict';

const serve = (desk) => {
  const path = require('path');
  const v8 = require('v8');
  // Optimised code that V8 creates and discards is the main cause of changes in the heap's
  // size: 400 KB without this flag, 40 KB with it over 3,000 fetches.
  v8.setFlagsFromString('--no-opt');
  // Otherwise V8 counts a buffer as freed only at the collection after the one that freed it.
  v8.setFlagsFromString('--no-concurrent-array-buffer-sweeping');
  // This script also runs in each worker thread, whose isolate has a heap of its own.
  // gc() exists in contexts that are created after the flag was set.
  v8.setFlagsFromString('--expose-gc');
  const collect = require('vm').runInNewContext('gc');

  // Otherwise what functions have been compiled to is freed now and then, 50 KB at once.
  v8.setFlagsFromString('--no-flush-bytecode');

  const mostCollections = 6;
  const readingsBetweenChecks = 8;
  const agreeing = 4096; // bytes
  // Two thirds of what the smallest leak of a runtime's heap that must be found adds in a window.
  const little = 12288; // bytes
  // FinalizationRegistry callbacks of collected objects close their connections; this takes
  // several turns of the event loop, after which more objects can be collected. So they run
  // before the next collection, and before the answer, after which descriptors are counted.
  const turns = 4;

  // Readings are taken after the same number of collections, as they could not be compared
  // otherwise. How many are needed until others free little is checked at some of them, where it
  // collects until two in a row agree.
  const idle = 16384; // bytes, which the agent itself allocates from one to the next at most
  let last; // size at the last reading
  let needed = 1; // collections before a reading
  let found = 1; // to be needed, at the last check
  let readings = 0;

  const isCheckDue = (reading) => reading % readingsBetweenChecks === 0 || (reading & (reading - 1)) === 0;

  const isEnough = (sizes, isCheck) =>
    sizes.length === mostCollections ||
    (isCheck ? Math.abs(sizes.at(-1) - sizes.at(-2)) <= agreeing : sizes.length === needed);

  const size = () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };

  // Takes a turn, or collects.
  const settle = (isCheck, sizes, turn) => {
    if (turn > 0) return setImmediate(settle, isCheck, sizes, turn - 1);
    collect();
    sizes.push(size());
    setImmediate(isEnough(sizes, isCheck) ? answer : settle, isCheck, sizes, turns);
  };

  const answer = (isCheck, sizes, turn) => {
    if (turn > 0) return setImmediate(answer, isCheck, sizes, turn - 1);
    if (isCheck) {
      const before = found;
      found = sizes.findIndex((size) => size - sizes.at(-1) <= little) + 1;
      needed = Math.max(found, before);
    }
    last = sizes[Math.min(needed, sizes.length) - 1];
    socket.write(`settled js_heap=${last}\n`);
  };

  const explain = async (isLast) => {
    try {
      return await require(path.join(__dirname, 'held.js')).explain(__filename, isLast);
    } catch {
      return ['explains sampling-heap-profiler 0']; // it would end the program
    }
  };

  const socket = require('net').connect(desk.replace(/^@/, '\0'));
  socket.unref();
  socket.on('error', () => {});
  socket.on('data', (order) => {
    const words = order.toString();
    if (!words.startsWith('explain')) {
      const isCheck = isCheckDue(readings++);
      // An isolate that waits for others, as a main thread does for its workers.
      if (!isCheck && Math.abs(size() - last) <= idle) return socket.write(`settled js_heap=${last}\n`);
      return settle(isCheck, [], 1);
    }
    explain(words.startsWith('explain last')).then((lines) => socket.write(lines.join('\n') + '\n'));
  });
};

// A worker thread that is given an environment of its own needs the agent, too: its isolate would
// not be seen.
const reachWorkers = (desk) => {
  const threads = require('worker_threads');
  const agent = `--require "${__filename}"`;
  threads.Worker = class Worker extends threads.Worker {
    constructor(file, options) {
      const env = options?.env;
      if (!env || typeof env !== 'object' || env.LEAKPROOF_AGENT) {
        super(file, options);
        return;
      }
      const NODE_OPTIONS = [env.NODE_OPTIONS, agent].filter(Boolean).join(' ');
      super(file, { ...options, env: { ...env, LEAKPROOF_AGENT: desk, NODE_OPTIONS } });
    }
  };
  require('module').syncBuiltinESMExports();
};

// Deno throws where the program was not granted what the agent needs.
try {
  if (process.env.LEAKPROOF_AGENT) {
    serve(process.env.LEAKPROOF_AGENT);
    if (!process.versions.deno) reachWorkers(process.env.LEAKPROOF_AGENT);
  }
} catch {
  // The program runs without an agent.
}
