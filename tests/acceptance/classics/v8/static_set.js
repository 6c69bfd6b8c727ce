// SPDX-License-Identifier: MIT
// static_set.js URL [mended]: a class keeps all of its objects in a set.
'use strict';

const [url, manner] = process.argv.slice(2);

class Request {
  static all = new Set();

  constructor(id) { // LEAK
    this.id = id;
    this.headers = { accept: '*/*', tries: [id, 0] };
    Request.all.add(this);
  }

  async get() {
    await (await fetch(url)).text();
    if (manner === 'mended') Request.all.delete(this);
  }
}

(async () => {
  for (let id = 0; ; id++) await new Request(id).get();
})();
