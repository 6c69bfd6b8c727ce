// SPDX-License-Identifier: MIT
// Reports which functions hold memory that was allocated since the first call, according to
// V8's sampling heap profiler, as the worker protocol's answer to "explain".
'use strict';

const { Session } = require('inspector');

const most = 64;
const bytesApart = 256; // average distance of samples

let session;

const clean = (text) => text.replace(/\s+/g, ' ').slice(0, 300);

// The lines of an answer. Omits frames of the file `loop`, which calls the client.
exports.explain = (loop) => {
  if (!session) {
    session = new Session();
    session.connect();
    session.post('HeapProfiler.startSampling', { samplingInterval: bytesApart });
  }
  let head;
  session.post('HeapProfiler.getSamplingProfile', (error, answer) => {
    head = error ? undefined : answer.profile.head;
  });
  const held = [];
  const walk = (node, above) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const file = url.replace(/^file:\/\//, '');
    if (file === __filename) return;
    // V8 reports the first line of a function, not the line within it.
    const place = `${clean(file)}\t${lineNumber + 1}\t${clean(functionName || '(nameless)')}`;
    const isTheirs = file !== loop && functionName !== '(root)';
    const stack = isTheirs ? [place, ...above] : above;
    if (node.selfSize > 0 && isTheirs) held.push([node.selfSize, stack.slice(0, 16)]);
    for (const child of node.children) walk(child, stack);
  };
  if (head) walk(head, []);
  held.sort(([a], [b]) => b - a);
  const lines = held.slice(0, most).map(([size, stack]) => ['held', size, 0, ...stack].join('\t'));
  return [`explains sampling-heap-profiler ${lines.length}`, ...lines];
};
