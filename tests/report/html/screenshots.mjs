// SPDX-License-Identifier: MIT
// screenshots.mjs REPORT.html FOLDER [#client/scenario]: saves screenshots for inspection.
import {join} from 'node:path';

import {openBrowser, openPage} from './browser.mjs';

const [file, folder, hash] = process.argv.slice(2);
const browser = await openBrowser();
for (const colorScheme of ['light', 'dark']) {
  const page = await openPage(browser, file, {colorScheme});
  await page.screenshot({path: join(folder, `matrix-${colorScheme}.png`), fullPage: true});
  if (hash) {
    const open = await openPage(browser, file, {colorScheme, hash, viewport: {width: 1360, height: 1500}});
    await open.waitForTimeout(300);
    await open.screenshot({path: join(folder, `trial-${colorScheme}.png`)});
  }
}
await browser.close();
