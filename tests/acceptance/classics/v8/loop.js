// SPDX-License-Identifier: MIT
// loop.js THREADS URL [keep200 | keep]: fetches and reads the body, in so many worker threads, or in
// the main thread if 0, for ever or FETCHES times; keeps an object of about 200 bytes per fetch, or
// the body.
// loop.js count: prints how many bytes V8 counts for each of 4,000 such objects in an array.
'use strict';

const { Worker, isMainThread, workerData } = require('worker_threads');

const kept = [];
const keep = () => kept.push(new Array(23).fill(0)); // 16 bytes, and 16 + 23 × 8

async function loop(url, manner) {
  for (let left = +(process.env.FETCHES ?? Infinity); left > 0; left--) {
    const body = await (await fetch(url)).text();
    if (manner === 'keep') kept.push(body);
    if (manner === 'keep200') keep();
  }
}

function count() {
  require('v8').setFlagsFromString('--expose-gc');
  const collect = require('vm').runInNewContext('gc');
  const size = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  keep();
  size();
  const before = size();
  for (let i = 0; i < 4000; i++) keep();
  console.log((size() - before) / 4000);
}

const [first, url, manner] = process.argv.slice(2);
if (!isMainThread) loop(...workerData);
else if (first === 'count') count();
else if (first === '0') loop(url, manner);
else for (let i = 0; i < +first; i++) new Worker(__filename, { workerData: [url, manner] });
