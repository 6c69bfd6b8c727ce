import { test } from 'node:test';
import { doesNotLeak } from 'leakproof';

const kept = [];

test('keeps', (t) => doesNotLeak(async (url) => {
  kept.push(await (await fetch(url)).text());
}, { test: t }));
