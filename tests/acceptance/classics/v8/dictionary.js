// SPDX-License-Identifier: MIT
// dictionary.js URL [mended]: caches by address, each of which is used once.
'use strict';

const [url, manner] = process.argv.slice(2);
const cache = {};

function store(address, text) { // LEAK
  cache[address] = { length: text.length, stored: [Date.now()], parts: [{ of: 1 }, { of: 2 }, { of: 3 }, { of: 4 }] };
  if (manner === 'mended') delete cache[address];
}

(async () => {
  for (let id = 0; ; id++) store(`${url}?id=${id}`, await (await fetch(url)).text());
})();
