// SPDX-License-Identifier: MIT
// page_test.mjs MAKE_REPORT: tests the page of --html as a user operates it.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {openBrowser, openPage} from './browser.mjs';

const makeReport = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'leakproof-page-'));
const awkward = join(folder, 'awkward.html');
const large = join(folder, 'large.html');
const browser = await openBrowser();
execFileSync(makeReport, ['html', awkward]);
execFileSync(makeReport, ['html', large, '10', '30']);

const cell = (client, scenario) => `a.cell[data-client="${client}"][data-scenario="${scenario}"]`;
const single = join(folder, 'single.html');
execFileSync(makeReport, ['html', single, '1', '1']);
const visible = (page) => page.locator('a.cell:visible').count();

// An empty chart has one colour.
const coloursOfFirstChart = (page) => page.evaluate(() => {
  const canvas = document.querySelector('.chart canvas');
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
});

async function violations(page) {
  await page.addScriptTag({content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')});
  const {violations: found} = await page.evaluate(() => axe.run());
  return found.filter(({impact}) => impact === 'serious' || impact === 'critical')
    .map(({id, impact, nodes}) => `${impact} ${id}: ${nodes.slice(0, 3).map((node) => `${node.target} (${node.failureSummary})`).join('; ')}`);
}

const claims = {
  async 'shows a client called <script> as text'() {
    const page = await openPage(browser, awkward);
    assert.ok((await page.locator('#matrix thead').textContent()).includes('<script>alert(1)</script>'));
    assert.equal(await page.locator('#matrix script').count(), 0);
    await page.locator('a.cell').first().click();
    assert.ok((await page.locator('#trial-title').textContent()).startsWith('<script>alert(1)</script> × plain'));
    return page;
  },

  async 'opens a cell, draws its curves and tells who holds it'() {
    const page = await openPage(browser, large);
    await page.locator(cell('client-0', 'basic-0')).click();
    await page.locator('dialog[open]').waitFor();
    assert.ok(await page.locator('.chart canvas').count() >= 8);
    assert.ok(await coloursOfFirstChart(page) > 20);
    const text = await page.locator('dialog').innerText();
    for (const shown of ['heap_bytes', '+24.0 B/fetch', 'mine.cpp:16', 'curl_slist_free_all',
      "leakproof run 'client-0' --on basic-0", 'closed by the client',
      'response kept', 'Free the list']) assert.ok(text.includes(shown), shown);
    return page;
  },

  async 'begins with what to change, and folds what is more than three'() {
    const page = await openPage(browser, large);
    const section = page.locator('#advice');
    const shown = await section.innerText();
    for (const expected of ['client-0: response kept', 'mine.cpp:16', '> 16  list = append(list, "```</script>");',
      'Free the list']) assert.ok(shown.includes(expected), expected);
    assert.equal(await section.locator('.card:visible').count(), 3);
    await section.locator('summary').click();
    assert.equal(await section.locator('.card:visible').count(), 10);
    await section.locator('a', {hasText: 'basic-0'}).first().click();
    await page.locator('dialog[open]').waitFor();
    return page;
  },

  async 'has no filters and no comparison for a single trial'() {
    const page = await openPage(browser, single);
    assert.ok((await page.locator('#advice').innerText()).includes('Free the list'));
    assert.equal(await visible(page), 1);
    for (const control of ['#words', '#views', '#compared', '#shown']) assert.equal(await page.locator(control).isVisible(), false, control);
    return page;
  },

  async 'filters by words, by ruling and by what is not as it should be'() {
    const page = await openPage(browser, large);
    assert.equal(await visible(page), 300);
    await page.fill('#words', 'client-3 tls');
    assert.equal(await visible(page), 7);
    await page.fill('#words', '');
    await page.click('button[data-ruling=leaks]');
    const leaks = await visible(page);
    assert.ok(leaks > 20 && leaks < 40, String(leaks));
    await page.click('button[data-ruling=leaks]');
    await page.check('#unexpected');
    assert.equal(await visible(page), leaks);
    await page.fill('#words', 'nobody');
    assert.equal(await visible(page), 0);
    return page;
  },

  async 'is walked with arrow keys, opened with Enter, closed with Escape'() {
    const page = await openPage(browser, large);
    await page.locator(cell('client-0', 'basic-0')).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    assert.equal(await page.locator('#trial-title').textContent(), 'client-1 × basic-4');
    assert.ok(page.url().endsWith('#client-1/basic-4'));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.client), 'client-1');
    return page;
  },

  async 'opens at the trial that its address names'() {
    const page = await openPage(browser, large, {hash: '#client-2/slow-10'});
    assert.equal(await page.locator('#trial-title').textContent(), 'client-2 × slow-10');
    const elsewhere = await openPage(browser, large, {hash: '#no/%ff'});
    assert.equal(await elsewhere.locator('dialog[open]').count(), 0);
    assert.deepEqual(elsewhere.complaints, []);
    return page;
  },

  async 'shows time, peak and growth in the matrix and client by client'() {
    const page = await openPage(browser, large);
    await page.getByLabel('peak MiB').check();
    assert.equal(await page.locator(cell('client-1', 'basic-0')).innerText(), '11.8');
    await page.getByLabel('growth', {exact: true}).check();
    assert.equal(await page.locator(cell('client-0', 'basic-0')).innerText(), '! heap_bytes +24.0 B/fetch');
    const row = await page.locator('#clients tbody tr').first().innerText();
    for (const shown of ['client-0', '3 of 30', '250', '11.8 MiB', 'heap_bytes +24.0']) assert.ok(row.includes(shown), `${shown} in ${row}`);
    await page.getByRole('button', {name: 'leaks in'}).click();
    return page;
  },

  async 'has no serious violation for axe, light and dark, open and closed'() {
    for (const [file, colorScheme] of [[awkward, 'light'], [awkward, 'dark'], [large, 'light']]) {
      const page = await openPage(browser, file, {colorScheme, bypassCSP: true});
      assert.deepEqual(await violations(page), [], colorScheme);
      await page.locator('a.cell').first().click();
      await page.locator('dialog[open]').waitFor();
      assert.deepEqual(await violations(page), [], `${colorScheme}, open`);
      await page.context().close();
    }
  },

  async 'is smaller than ten MiB with 300 trials'() {  // ci/html-report measures how fast it opens
    const bytes = statSync(large).size;
    assert.ok(bytes < 10 << 20, `${bytes} bytes`);
  },
};

let failed = 0;
for (const [claim, check] of Object.entries(claims)) {
  try {
    const page = await check();
    if (page) {
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
    console.log(`ok      ${claim}`);
  } catch (error) {
    ++failed;
    console.log(`FAILED  ${claim}\n${error.stack}`);
  }
}
await browser.close();
rmSync(folder, {recursive: true});
console.log(`${Object.keys(claims).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
