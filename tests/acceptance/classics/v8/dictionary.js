// SPDX-License-Identifier: MIT
// dictionary.js URL [mended]: caches by address, each of which is used once.
'use strict';

const [url, manner] = process.argv.slice(2);
const cache = {};

function store(address, text) { // LEAK
  cache[address] = { length: text.length, stored: [Date.now()], parts: text.slice(0, 64).split('', 8) };
  if (manner === 'mended') delete cache[address];
}

(async () => {
  for (let id = 0; ; id++) store(`${url}?id=${id}`, await (await fetch(url)).text());
})();
