import http from 'node:http';
import { test } from 'node:test';
import { doesNotLeak } from 'leakproof';

const on = ['stall'];
const read = (url, { timeout }) =>
  new Promise((resolve, reject) => {
    const request = http.get(url, (reply) => reply.on('end', resolve).on('error', reject).resume());
    request.on('error', reject).setTimeout(timeout, () => request.destroy(new Error('time-out')));
  });

test('gives up', () => doesNotLeak(read, { on }));
test('waits', () => doesNotLeak(async (url) => (await fetch(url)).text(), { on }));
