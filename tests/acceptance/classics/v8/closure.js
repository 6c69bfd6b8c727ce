// SPDX-License-Identifier: MIT
// closure.js URL [mended]: undoes what each call has done by a function that keeps the one before.
'use strict';

const [url, manner] = process.argv.slice(2);

const history = () => {
  let undo = () => {};
  return function push(id) { // LEAK
    const before = manner === 'mended' ? () => {} : undo;
    const done = { id, at: Date.now(), headers: new Array(8).fill(id) };
    undo = () => {
      done.undone = true;
      before();
    };
  };
};

const push = history();

(async () => {
  for (let id = 0; ; id++) {
    await (await fetch(url)).text();
    push(id);
  }
})();
