#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

require('./worker').serve({
  name: 'axios-get',
  expect: 'clean',
  about: 'axios, every body read',
  client: async () => {
    const axios = require('axios');
    const options = { responseType: 'arraybuffer', validateStatus: () => true };
    return { version: `axios ${axios.VERSION}`, fetch: (url) => axios.get(url, options) };
  },
});
