// SPDX-License-Identifier: MIT
// worker_thread.js URL [mended]: a worker thread fetches, and keeps what it has read.
'use strict';

const { Worker, isMainThread, workerData } = require('worker_threads');

const kept = [];

function keep(body) { // LEAK
  const words = body.match(/.{1,64}/gs);
  if (workerData.manner !== 'mended') kept.push(words);
}

if (isMainThread) {
  const [url, manner] = process.argv.slice(2);
  new Worker(__filename, { workerData: { url, manner } });
} else {
  (async () => {
    for (;;) keep(await (await fetch(workerData.url)).text());
  })();
}
