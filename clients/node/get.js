// SPDX-License-Identifier: MIT
// http.get as a promise; it reads the body and follows redirects.
'use strict';

const http = require('http');

exports.get = (url, options) =>
  new Promise((resolve, reject) => {
    http
      .get(url, options, (reply) => {
        const next = reply.headers.location;
        reply.resume();
        reply.on('error', reject);
        reply.on('end', () =>
          resolve(next ? exports.get(new URL(next, url), options) : undefined),
        );
      })
      .on('error', reject);
  });
