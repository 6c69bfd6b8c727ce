import { before, describe, test } from 'node:test';
import { doesNotLeak } from 'leakproof';

let history;

const read = async (url) => (await fetch(url)).text();
const keep = async (url) => {
  const response = await fetch(url);
  history.push(await response.text());
};

describe('a client', () => {
  before(() => (history = []));
  test('with two checks', async () => {
    await doesNotLeak(read);
    await doesNotLeak(keep, { horizon: 300 });
  });
});
