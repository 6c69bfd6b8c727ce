// SPDX-License-Identifier: MIT
// hook.js URL [mended]: registers a hook with a client for each request, which all requests then call.
'use strict';

const { randomUUID } = require('crypto');

const [url, manner] = process.argv.slice(2);
const client = { hooks: { before: [] } };

const register = (hook) => client.hooks.before.push({ hook, since: Date.now() });

async function fetchFor(event) {
  if (manner !== 'mended') {
    register((headers) => { headers.event = event.id; }); // LEAK
  }
  return (await fetch(url, { headers: { event: event.id } })).text();
}

(async () => {
  for (;;) {
    const event = { id: randomUUID(), action: 'opened' };
    await fetchFor(event);
  }
})();
