// SPDX-License-Identifier: MIT
// emitter.js URL [mended]: waits for each reply on an emitter that all requests share.
'use strict';

const { EventEmitter } = require('events');

const [url, manner] = process.argv.slice(2);

class Client extends EventEmitter {
  async get(id) {
    const text = await (await fetch(url)).text();
    this.emit('reply', id, text.length);
  }
}

const client = new Client().setMaxListeners(0);

function count(id) { // LEAK
  const seen = { id, lengths: [] };
  const add = (of, length) => {
    if (of === id) seen.lengths.push(length);
  };
  client.on('reply', add);
  return () => client.off('reply', add);
}

(async () => {
  for (let id = 0; ; id++) {
    const release = count(id);
    await client.get(id);
    if (manner === 'mended') release();
  }
})();
