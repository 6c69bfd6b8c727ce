import { test } from 'node:test';
import { doesNotLeak } from 'leakproof';

const on = ['stall'];

test('gives up', () => doesNotLeak(
  async (url, { timeout }) => (await fetch(url, { signal: AbortSignal.timeout(timeout) })).text(), { on }));
test('waits', () => doesNotLeak(async (url) => (await fetch(url)).text(), { on }));
