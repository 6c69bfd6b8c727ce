// SPDX-License-Identifier: MIT
// large_heap.js URL [mended]: adds a listener to a signal that lives long, which keeps much of V8's
// heap: more than a snapshot is made of.
'use strict';

const [url, manner] = process.argv.slice(2);
const shutdown = new AbortController();
require('events').setMaxListeners(0, shutdown.signal);

function watch(id) { // LEAK
  const parts = Array.from({ length: 400 }, (_, at) => ({ id, at }));
  const abort = () => (parts.length = 0);
  shutdown.signal.addEventListener('abort', abort);
  return () => shutdown.signal.removeEventListener('abort', abort);
}

(async () => {
  for (let id = 0; ; id++) {
    const release = watch(id);
    await (await fetch(url)).text();
    if (manner === 'mended') release();
  }
})();
