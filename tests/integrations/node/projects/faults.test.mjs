import { test } from 'node:test';
import { doesNotLeak } from 'leakproof';

const on = ['drop-mid-body'];
const read = async (url) => (await fetch(url)).text();
const errors = [];

test('drops what failed', () => doesNotLeak(read, { on }));
test('keeps what failed', () => doesNotLeak((url) => read(url).catch((error) => {
  errors.push(error, new Array(2000).fill(url));
  throw error;
}), { on, horizon: 300 }));
