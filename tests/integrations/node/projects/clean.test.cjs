const { test } = require('node:test');
const { doesNotLeak } = require('leakproof');

const read = async (url) => (await fetch(url)).text();

// Output of the test is not mistaken for an answer.
test('reads', async () => {
  console.log('x'.repeat(200000));
  await doesNotLeak(read, { horizon: 500, tolerating: { heap_bytes: 24 } });
});
