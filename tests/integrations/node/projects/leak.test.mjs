import { test } from 'node:test';
import { doesNotLeak } from 'leakproof';

const history = [];

test('keeps', (t) => doesNotLeak(async (url) => {
  const response = await fetch(url);
  history.push(await response.text());
}, { test: t, horizon: 300 }));
