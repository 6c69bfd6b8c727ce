// SPDX-License-Identifier: MIT
// Implements the worker protocol: a script that calls `serve(...)` is a worker.
// Run with "node --expose-gc --no-opt": --expose-gc to collect garbage on request, --no-opt
// because optimised code that V8 creates and discards changes the size of its heap.
'use strict';

// `client()` resolves to the fetch function, whose promise rejects on failure, and its version.
// `unread`: it does not read the bodies of replies.
exports.serve = async ({ name, expect, about, client, unread }) => {
  if (process.argv.includes('--list')) return console.log([name, expect, about].join('\t'));
  let fetch;
  const runtimes = process.env.LEAKPROOF_RUNTIMES; // directory of leakproof's own scripts
  const send = (...words) => process.stdout.write(words.join(' ') + '\n');
  console.log = console.error; // output that the client prints is not mistaken for an answer
  try {
    const made = await client();
    fetch = made.fetch;
    send(`hello leakproof-worker/1${runtimes ? '+explain+last' : ''}${unread ? '+unread' : ''}`, made.version);
  } catch (error) {
    if (!/MODULE_NOT_FOUND/.test(error.code)) throw error;
    process.stderr.write('not installed: npm ci in clients/node\n');
    process.exit(77);
  }
  for await (const line of require('readline').createInterface({ input: process.stdin })) {
    const [order, count, url, ...more] = line.split(' ');
    if (order === 'run' && more.length === 0) {
      let failed = 0;
      for (let i = 0; i < count; ++i) await fetch(url).catch(() => ++failed);
      send('done', count, failed);
    } else if (order === 'settle') {
      // FinalizationRegistry callbacks of collected objects close their connections; this takes
      // several turns of the event loop, after which more objects can be collected.
      for (let turn = 0; turn < 16; ++turn) {
        if (turn % 4 === 0) global.gc();
        await new Promise(setImmediate);
      }
      const { heapUsed, external } = process.memoryUsage();
      send('settled', `js_heap=${heapUsed + external}`);
    } else if (order === 'explain' && runtimes) {
      const { explain } = require(`${runtimes}/v8/held.js`);
      for (const answer of await explain(__filename, count === 'last')) send(answer);
    } else if (order === 'stop') {
      process.exit(0);
    } else {
      process.stderr.write(`${more.length ? more : line}: not known to this worker\n`);
      process.exit(1);
    }
  }
};
