// SPDX-License-Identifier: MIT
// kept_promise.js URL [mended]: keeps the promise of each reply's text, to which nothing is added.
'use strict';

const [url, manner] = process.argv.slice(2);
const replies = [];

function get() { // LEAK
  const reply = fetch(url).then((response) => response.text());
  replies.push(reply);
  if (manner === 'mended') replies.length = 0;
  return reply;
}

(async () => {
  for (;;) await get();
})();
