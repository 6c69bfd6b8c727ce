#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

const http = require('http');
const { get } = require('./get');
require('./worker').serve({
  name: 'http-anew',
  expect: 'clean',
  about: 'http with a connection for each fetch',
  client: async () => {
    const agent = new http.Agent({ keepAlive: false });
    return { version: `http of Node ${process.version}`, fetch: (url) => get(url, { agent }) };
  },
});
