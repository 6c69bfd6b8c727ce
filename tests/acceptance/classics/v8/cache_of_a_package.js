// SPDX-License-Identifier: MIT
// cache_of_a_package.js URL [mended]: keeps each reply in a cache of a package, through which no line
// of the program allocates.
'use strict';

const http = require('http');
const { Cache } = require('./node_modules/cache');

const [url, manner] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });
const pages = new Cache(manner === 'mended' ? 10 : Infinity); // LEAK

const page = (number) =>
  new Promise((resolve) => {
    http.get(`${url}?page=${number}`, { agent }, (reply) => pages.store(number, reply, resolve));
  });

(async () => {
  for (let number = 0; ; number++) await page(number);
})();
