// SPDX-License-Identifier: MIT
// The agent in a Node program under test, which loads it through NODE_OPTIONS: collects garbage
// on request, and reports the size of V8's heap and which functions hold memory. The program
// runs unmodified, is not kept alive, and its standard streams are not used.
'use strict';

const desk = process.env.LEAKPROOF_AGENT;
if (desk) {
  const path = require('path');
  const v8 = require('v8');
  // Optimised code that V8 creates and discards is the main cause of changes in the heap's
  // size: 400 KB without this flag, 40 KB with it over 3,000 fetches.
  v8.setFlagsFromString('--no-opt');
  // This script also runs in each worker thread, whose isolate has a heap of its own.
  // gc() exists in contexts that are created after the flag was set.
  v8.setFlagsFromString('--expose-gc');
  const collect = require('vm').runInNewContext('gc');

  // FinalizationRegistry callbacks of collected objects close their connections; this takes
  // several turns of the event loop, after which more objects can be collected.
  const settle = (socket, turn = 0) => {
    if (turn % 4 === 0) collect();
    if (turn < 12) return setImmediate(settle, socket, turn + 1);
    const { heapUsed, external } = process.memoryUsage();
    socket.write(`settled js_heap=${heapUsed + external}\n`);
  };

  const socket = require('net').connect(desk.replace(/^@/, '\0'));
  socket.unref();
  socket.on('error', () => {});
  socket.on('data', (order) => {
    if (!order.toString().startsWith('explain')) return settle(socket);
    const { explain } = require(path.join(__dirname, 'held.js'));
    socket.write(explain(__filename).join('\n') + '\n');
  });
}
