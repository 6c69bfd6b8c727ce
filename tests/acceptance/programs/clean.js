// SPDX-License-Identifier: MIT
// clean.js URL: requests URL in a loop, and keeps nothing.
'use strict';

(async () => {
  while (true) await (await fetch(process.argv[2])).text();
})();
