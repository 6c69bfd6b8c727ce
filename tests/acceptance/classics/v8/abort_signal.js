// SPDX-License-Identifier: MIT
// abort_signal.js URL [mended]: listens, for each request, to the signal that ends the program.
'use strict';

const [url, manner] = process.argv.slice(2);
const shutdown = new AbortController();
require('events').setMaxListeners(0, shutdown.signal);

function watch(id) { // LEAK
  const request = { id, started: Date.now(), tries: new Array(8).fill(id) };
  const aborted = () => {
    request.aborted = true;
  };
  shutdown.signal.addEventListener('abort', aborted);
  return () => shutdown.signal.removeEventListener('abort', aborted);
}

(async () => {
  for (let id = 0; ; id++) {
    const release = watch(id);
    await (await fetch(url)).text();
    if (manner === 'mended') release();
  }
})();
