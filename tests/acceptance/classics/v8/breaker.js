// SPDX-License-Identifier: MIT
// breaker.js URL [mended]: makes a circuit breaker with each request, whose timer goes on and makes
// objects itself; it does not keep the program alive.
'use strict';

const [url, manner] = process.argv.slice(2);

class Breaker {
  constructor() {
    this.buckets = [];
    this.timer = setInterval(() => this.rotate(), 1000).unref();
    this.rotate();
  }
  rotate() {
    this.buckets.push({ failed: 0, total: 0, times: [] });
    if (this.buckets.length > 20) this.buckets.shift();
  }
  destroy() {
    clearInterval(this.timer);
  }
}

(async () => {
  for (;;) {
    const breaker = new Breaker();
    await (await fetch(url)).text();
    if (manner === 'mended') breaker.destroy();
  }
})();
