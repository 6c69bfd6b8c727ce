// SPDX-License-Identifier: MIT
// The agent in a Node or Deno program under test, which loads it through NODE_OPTIONS: collects
// garbage on request, and reports the size of V8's heap and which functions hold memory. The
// program runs unmodified, is not kept alive, and its standard streams are not used.
'use strict';

const serve = (desk) => {
  const path = require('path');
  // This script also runs in each worker thread, whose isolate has a heap of its own.
  const settle = require(path.join(__dirname, 'collection.js')).settler();

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
    if (!words.startsWith('explain')) return settle((size) => socket.write(`settled js_heap=${size}\n`));
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
