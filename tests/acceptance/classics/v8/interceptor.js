// SPDX-License-Identifier: MIT
// interceptor.js URL [mended]: a client with interceptors, one of which is added at each call.
'use strict';

const [url, manner] = process.argv.slice(2);

class Client {
  interceptors = [];

  use(interceptor) {
    this.interceptors.push(interceptor);
  }

  async get(address) {
    const headers = {};
    for (const interceptor of this.interceptors) interceptor(headers);
    return (await fetch(address, { headers })).text();
  }
}

const client = new Client();

function authorise(token) { // LEAK
  const header = ['Bearer', token].join(' ');
  client.use((headers) => {
    headers.authorization = header;
  });
}

(async () => {
  if (manner === 'mended') authorise(0);
  for (let call = 0; ; call++) {
    if (manner !== 'mended') authorise(call);
    await client.get(url);
  }
})();
