#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

const http = require('http');
const { get } = require('./get');
require('./worker').serve({
  name: 'http-keep-alive',
  expect: 'clean',
  about: 'http with an agent that keeps connections',
  client: async () => {
    const agent = new http.Agent({ keepAlive: true });
    return { version: `http of Node ${process.version}`, fetch: (url) => get(url, { agent }) };
  },
});
