// SPDX-License-Identifier: MIT
// Required into a Node program under test (NODE_OPTIONS): collects garbage when
// it is asked to, and tells how much V8 still holds, and who holds it. The program is not changed,
// is not kept alive, and finds nothing of this on its own streams.
'use strict';

const desk = process.env.LEAKPROOF_AGENT;
if (desk && require('worker_threads').isMainThread) {
  const path = require('path');
  const v8 = require('v8');
  // Code that is optimised and thrown away again is most of what moves in an idle
  // V8's heap: 400 KB without this, 40 KB with it over 3,000 fetches.
  v8.setFlagsFromString('--no-opt');
  // Without a flag on the command line: from a context that is made after it is set.
  v8.setFlagsFromString('--expose-gc');
  const collect = require('vm').runInNewContext('gc');

  // What was set free is told so (FinalizationRegistry), hangs up, and is closed: that
  // takes some turns of the loop, and then sets free what it held.
  const settle = (socket, turn = 0) => {
    if (turn % 4 === 0) collect();
    if (turn < 12) return setImmediate(settle, socket, turn + 1);
    const { heapUsed, external } = process.memoryUsage();
    socket.write(`settled js_heap=${heapUsed + external}\n`);
  };

  const socket = require('net').connect(desk);
  socket.unref();
  socket.on('error', () => {});
  socket.on('data', (order) => {
    if (!order.toString().startsWith('explain')) return settle(socket);
    const { explain } = require(path.join(__dirname, 'held.js'));
    socket.write(explain(__filename).join('\n') + '\n');
  });
}
