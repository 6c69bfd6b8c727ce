// SPDX-License-Identifier: MIT
// get.js MANNER URL: request loops that do not use leakproof.
'use strict';

const http = require('http');
const [manner, url] = process.argv.slice(2);
const kept = [];

const agent = new http.Agent({ keepAlive: true });
const get = () =>
  new Promise((resolve, reject) => {
    const take = (reply) => reply.on('end', resolve).on('error', reject).resume();
    http.get(url, { agent }, take).on('error', reject);
  });

const fetchAndRead = async () => (await fetch(url)).arrayBuffer();

const manners = {
  fetches: fetchAndRead,
  'keeps-alive': get,
  'keeps-a-closure': async () => {
    await get();
    const seen = new Array(30).fill(kept.length);
    kept.push(() => seen);
  },
};

(async () => {
  for (;;) await manners[manner]();
})();
