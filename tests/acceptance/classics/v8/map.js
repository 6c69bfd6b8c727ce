// SPDX-License-Identifier: MIT
// map.js URL [mended]: keeps what each reply said in a Map, under an identifier that never recurs.
'use strict';

const [url, manner] = process.argv.slice(2);
const replies = new Map();

function remember(id, reply) { // LEAK
  const { status, headers } = reply;
  replies.set(`request-${id}`, { id, status, length: headers.get('content-length'), seen: [id] });
  if (manner === 'mended') replies.delete(`request-${id - 8}`);
}

(async () => {
  for (let id = 0; ; id++) {
    const reply = await fetch(url);
    await reply.text();
    remember(id, reply);
  }
})();
