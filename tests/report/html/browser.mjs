// SPDX-License-Identifier: MIT
// Opens a page of --html in headless Chromium and collects its warnings and errors.
import {existsSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// Prints what is missing and exits with the code of a skipped test.
function skip(what) {
  console.log(`skipped: ${what}`);
  process.exit(77);
}

export async function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? places.find(existsSync);
  if (!executablePath) skip('not installed: chromium');
  let chromium;
  try {
    ({chromium} = await import('playwright-core'));
  } catch {
    skip('not installed: node_modules (ci/setup checks, or npm ci in tests/report/html)');
  }
  return chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
}

// The browser is offline, so every request of the page fails and is collected.
export async function openPage(browser, file, {hash = '', ...options} = {}) {
  const context = await browser.newContext({viewport: {width: 1360, height: 900}, offline: true, ...options});
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) page.complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href + hash);
  return page;
}
