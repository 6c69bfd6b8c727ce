// SPDX-License-Identifier: MIT
// block.js URL [mended]: keeps each reply in a variable of a block, as test runners put modules into one.
'use strict';

const [url, manner] = process.argv.slice(2);

{
  const pages = []; // LEAK
  var keep = (page) => {
    pages.push(page);
    if (manner === 'mended') pages.shift();
  };
}

(async () => {
  for (;;) keep(await (await fetch(url)).text());
})();
