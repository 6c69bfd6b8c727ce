// SPDX-License-Identifier: MIT
// Implements the worker protocol for one fetch function. V8's heap is collected before each reading.
'use strict';

const { createInterface } = require('readline');
const { setImmediate } = require('timers'); // not what a test has put in its place
const v8 = require('v8');
const { runInNewContext } = require('vm');

// runtimes/v8/node.js gives the reasons.
const flags = ['--no-opt', '--no-concurrent-array-buffer-sweeping', '--no-flush-bytecode', '--expose-gc'];

const collector = () => {
  for (const flag of flags) v8.setFlagsFromString(flag);
  return runInNewContext('gc');
};

// Node's own require(): that of a test runner compiles a script anew, and differently.
const requireFile = (file) => {
  const { createRequire } = process.getBuiltinModule?.('module') ?? require('module');
  return createRequire(file)(file);
};

const word = (text) => [text.slice(0, text.indexOf('=')), Number(text.slice(text.indexOf('=') + 1))];

// `fetch(url, { timeout })` rejects on failure. `words`: what it knows beside the URL. `unread`: it
// does not read the bodies of replies. `quit(code, reason)` ends the process.
exports.serve = async ({ fetch, banner, words = [], unread = false, input, output, quit }) => {
  const runtimes = process.env.LEAKPROOF_RUNTIMES; // directory of leakproof's own scripts
  const send = (...answer) => output.write(answer.join(' ') + '\n');
  const collect = collector();
  send(`hello leakproof-worker/1${runtimes ? '+explain+last' : ''}${unread ? '+unread' : ''}`, banner);
  for await (const line of createInterface({ input })) {
    const [order, count, url, ...more] = line.split(' ');
    const unknown = more.filter((text) => !words.includes(word(text)[0]));
    if (order === 'run' && unknown.length === 0) {
      const limits = Object.fromEntries(more.map(word));
      let failed = 0;
      for (let i = 0; i < count; ++i) {
        try {
          await fetch(url, limits);
        } catch {
          ++failed;
        }
      }
      send('done', count, failed);
    } else if (order === 'settle') {
      // FinalizationRegistry callbacks of collected objects close their connections; this takes
      // several turns of the event loop, after which more objects can be collected.
      for (let turn = 0; turn < 16; ++turn) {
        if (turn % 4 === 0) collect();
        await new Promise((resolve) => setImmediate(resolve));
      }
      const { heapUsed, external } = process.memoryUsage();
      send('settled', `js_heap=${heapUsed + external}`);
    } else if (order === 'explain' && runtimes) {
      const { explain } = requireFile(`${runtimes}/v8/held.js`);
      for (const answer of await explain(__filename, count === 'last')) send(answer);
    } else if (order === 'stop') {
      break;
    } else {
      return quit(1, `${unknown.join(' ') || line}: not known to this worker`);
    }
  }
  quit(0);
};
