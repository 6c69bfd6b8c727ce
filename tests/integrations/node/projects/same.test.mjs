import { describe, test } from 'vitest';
import { doesNotLeak } from 'leakproof';

const history = [];
const read = async (url) => (await fetch(url)).text();
const keep = async (url) => {
  const response = await fetch(url);
  history.push(await response.text());
};

describe('of [all] (these)', () => {
  test('reads > once', () => doesNotLeak(read), 400_000);
  test('keeps $1', () => doesNotLeak(keep, { horizon: 300 }), 400_000);
  test('is not run for the others', () => {
    if (process.env.LEAKPROOF_WORKER) process.exit(9);
  });
});
