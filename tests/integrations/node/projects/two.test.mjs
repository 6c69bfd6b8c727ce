import { before, describe, test } from 'node:test';
import { doesNotLeak } from 'leakproof';

let kept;

describe('a client', () => {
  before(() => (kept = []));
  test('with two checks', async () => {
    await doesNotLeak(async (url) => (await fetch(url)).text());
    await doesNotLeak(async (url) => kept.push(await (await fetch(url)).text()));
  });
});
