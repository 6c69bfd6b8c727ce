import { describe, test } from 'vitest';
import { doesNotLeak } from 'leakproof';

const kept = [];
const read = async (url) => (await fetch(url)).text();

describe('of [all] (these)', () => {
  test('reads > once', () => doesNotLeak(read), 120_000);
  test('keeps $1', () => doesNotLeak(async (url) => kept.push(await read(url))), 120_000);
  test('is not run for the others', () => {
    if (process.env.LEAKPROOF_WORKER) process.exit(9);
  });
});
