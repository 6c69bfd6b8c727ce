// SPDX-License-Identifier: MIT
// A script that calls `serve(...)` is a worker.
'use strict';

const { serve } = require('../../harness/integrations/node/lib/worker.js');

// `client()` resolves to the fetch function, whose promise rejects on failure, and its version.
// `unread`: it does not read the bodies of replies.
exports.serve = async ({ name, expect, about, client, unread }) => {
  if (process.argv.includes('--list')) return console.log([name, expect, about].join('\t'));
  console.log = console.error; // output that the client prints is not mistaken for an answer
  const quit = (code, reason) => {
    if (reason) process.stderr.write(`${reason}\n`);
    process.exit(code);
  };
  try {
    const { fetch, version } = await client();
    await serve({ fetch, banner: version, unread, input: process.stdin, output: process.stdout, quit });
  } catch (error) {
    if (!/MODULE_NOT_FOUND/.test(error.code)) throw error;
    quit(77, 'not installed: npm ci in clients/node');
  }
};
