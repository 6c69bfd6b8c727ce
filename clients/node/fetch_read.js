#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

require('./worker').serve({
  name: 'fetch-read',
  expect: 'clean',
  about: 'the built-in fetch, every body read',
  client: async () => ({
    version: `fetch of Node ${process.version}`,
    fetch: async (url) => (await fetch(url)).arrayBuffer(),
  }),
});
