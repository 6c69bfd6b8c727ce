#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

require('./worker').serve({
  name: 'fetch-unread',
  expect: 'clean',
  about: 'the built-in fetch, bodies never read',
  unread: true,
  client: async () => ({
    version: `fetch of Node ${process.version}`,
    fetch: (url) => fetch(url),
  }),
});
