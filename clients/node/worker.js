// SPDX-License-Identifier: MIT
// The worker protocol: `serve(client)` in a script makes that script a worker.
// Run by "node --expose-gc --no-opt": the first to collect on request, the second
// because code that is optimised and thrown away again moves V8's heap.
'use strict';

// `client()` gives the fetch, which rejects where it fails, and its version.
exports.serve = async ({ name, expect, about, client }) => {
  if (process.argv.includes('--list')) return console.log([name, expect, about].join('\t'));
  let fetch;
  const runtimes = process.env.LEAKPROOF_RUNTIMES; // where leakproof's own scripts are
  const send = (...words) => process.stdout.write(words.join(' ') + '\n');
  console.log = console.error; // no print of the client's is taken for an answer
  try {
    const made = await client();
    fetch = made.fetch;
    send(`hello leakproof-worker/1${runtimes ? '+explain' : ''}`, made.version);
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
      // What was set free is told so (FinalizationRegistry), hangs up, and is closed:
      // that takes some turns of the loop, and then sets free what it held.
      for (let turn = 0; turn < 16; ++turn) {
        if (turn % 4 === 0) global.gc();
        await new Promise(setImmediate);
      }
      const { heapUsed, external } = process.memoryUsage();
      send('settled', `js_heap=${heapUsed + external}`);
    } else if (order === 'explain' && runtimes) {
      for (const answer of require(`${runtimes}/v8/held.js`).explain(__filename)) send(answer);
    } else if (order === 'stop') {
      process.exit(0);
    } else {
      process.stderr.write(`${more.length ? more : line}: not known to this worker\n`);
      process.exit(1);
    }
  }
};
