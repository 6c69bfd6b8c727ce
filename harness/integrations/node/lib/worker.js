// SPDX-License-Identifier: MIT
// Implements the worker protocol for one fetch function.
'use strict';

const { createInterface } = require('readline');

// Node's own require(): that of a test runner compiles a script anew, and differently.
const requireFile = (file) => {
  const { createRequire } = process.getBuiltinModule?.('module') ?? require('module');
  return createRequire(file)(file);
};

const word = (text) => [text.slice(0, text.indexOf('=')), Number(text.slice(text.indexOf('=') + 1))];

const notKnown = (words) => `${words}: not known to this worker`;

// `fetch(url, { timeout })` rejects on failure. `words`: what it knows beside the URL; `refusal`: the
// reason why it does not do others. `unread`: it does not read the bodies of replies.
// `quit(code, reason)` ends the process.
exports.serve = async ({ fetch, banner, words = [], refusal = notKnown, unread = false, input, output, quit }) => {
  const runtimes = process.env.LEAKPROOF_RUNTIMES; // directory of leakproof's own scripts
  const send = (...answer) => output.write(answer.join(' ') + '\n');
  const settle = runtimes && requireFile(`${runtimes}/v8/collection.js`).settler();
  let explain; // loaded only where there is a leak
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
      const size = settle && (await new Promise(settle));
      send(...['settled', size && `js_heap=${size}`].filter(Boolean));
    } else if (order === 'explain' && runtimes) {
      explain ??= requireFile(`${runtimes}/v8/held.js`).explain;
      for (const answer of await explain(__filename, count === 'last')) send(answer);
    } else if (order === 'stop') {
      break;
    } else {
      return quit(1, unknown.length > 0 ? refusal(unknown.join(' ')) : notKnown(line));
    }
  }
  quit(0);
};
