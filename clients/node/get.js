// SPDX-License-Identifier: MIT
// http.get as a promise: the body is read, redirects are followed.
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
