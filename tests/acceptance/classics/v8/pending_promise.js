// SPDX-License-Identifier: MIT
// pending_promise.js URL [mended]: lets each request race against a promise that stays pending.
'use strict';

const [url, manner] = process.argv.slice(2);
const stopped = new Promise(() => {});

const get = async () => (await (await fetch(url)).text()).length;

function race() { // LEAK
  return manner === 'mended' ? get() : Promise.race([stopped, get()]);
}

(async () => {
  for (;;) await race();
})();
