// SPDX-License-Identifier: MIT
// worker_thread.js URL [mended]: a worker thread fetches, and keeps what it has read.
'use strict';

const { Worker, isMainThread, workerData } = require('worker_threads');

const kept = [];

function keep(body) { // LEAK
  const codes = [];
  for (let i = 0; i < body.length; i += 64) codes.push([body.charCodeAt(i)]);
  if (workerData.manner !== 'mended') kept.push(codes);
}

if (isMainThread) {
  const [url, manner] = process.argv.slice(2);
  new Worker(__filename, { workerData: { url, manner } });
} else {
  (async () => {
    for (;;) keep(await (await fetch(workerData.url)).text());
  })();
}
