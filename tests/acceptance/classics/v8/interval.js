// SPDX-License-Identifier: MIT
// interval.js URL [mended]: watches each request by an interval, which goes on after its end.
'use strict';

const [url, manner] = process.argv.slice(2);

function watch(id) { // LEAK
  const seen = { id, started: Date.now(), headers: new Array(8).fill(id) };
  const timer = setInterval(() => (seen.now = Date.now()), 60_000);
  return () => clearInterval(timer);
}

(async () => {
  for (let id = 0; ; id++) {
    const release = watch(id);
    await (await fetch(url)).text();
    if (manner === 'mended') release();
  }
})();
