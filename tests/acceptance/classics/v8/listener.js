// SPDX-License-Identifier: MIT
// listener.js URL [mended]: waits for the end of each request on the connection that it used,
// which stays open and keeps the listener.
'use strict';

const http = require('http');

const [url, manner] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

// Attached to the connection, which outlives the request.
const watch = (request, socket) => { // LEAK
  const seen = { started: Date.now(), path: request.path, headers: { accept: '*/*', tries: 1 } };
  const closed = () => {
    seen.closed = Date.now();
  };
  socket.setMaxListeners(0);
  socket.on('close', closed);
  if (manner === 'mended') request.on('close', () => socket.off('close', closed));
};

const get = () =>
  new Promise((resolve, reject) => {
    const request = http.get(url, { agent }, (reply) => reply.on('end', resolve).resume());
    request.on('socket', (socket) => watch(request, socket)).on('error', reject);
  });

(async () => {
  for (;;) await get();
})();
