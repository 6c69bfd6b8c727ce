import { test } from 'node:test';
import { doesNotLeak } from 'leakproof';

const history = [];

test('keeps', (t) => doesNotLeak(async (url) => {
  const response = await fetch(url);
  history.push({ url, headers: [...response.headers] });
  return response.text();
}, { test: t }));
