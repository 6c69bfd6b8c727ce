import { test } from 'node:test';
import { doesNotLeak } from 'leakproof';

const on = ['drop-mid-body'];
const horizon = 300;
const read = async (url) => (await fetch(url)).text();
const errors = [];

test('drops what failed', () => doesNotLeak(read, { on, horizon, tolerating: { heap_bytes: 1000, js_heap: 1000 } }));
test('keeps what failed', () => doesNotLeak((url) => read(url).catch((error) => {
  errors.push(error, new Array(2000).fill(url));
  throw error;
}), { on, horizon }));
