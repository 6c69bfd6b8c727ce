#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

require('./worker').serve({
  name: 'undici-request',
  expect: 'clean',
  about: 'undici, every body read',
  client: async () => {
    const { request } = require('undici');
    const { version } = require('undici/package.json');
    const fetch = async (url) => (await request(url, { maxRedirections: 10 })).body.arrayBuffer();
    return { version: `undici ${version}`, fetch };
  },
});
