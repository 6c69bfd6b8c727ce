// SPDX-License-Identifier: MIT
// Reports which functions hold memory that was allocated since the first call, according to
// V8's sampling heap profiler, and where open handles were created, as the worker protocol's answer
// to "explain".
'use strict';

const { Session } = require('inspector');

const most = 64;
const bytesApart = 256; // average distance of samples

// The handles that use a descriptor, as node:async_hooks calls them.
const connections = ['TCPWRAP', 'PIPEWRAP'];
const descriptors = [...connections, 'UDPWRAP', 'FILEHANDLE'];

let session;
const opened = new Map(); // by the id of a handle: its type, and the places of its stack

const clean = (text) => text.replace(/\s+/g, ' ').slice(0, 300);

// Innermost first, without those of this file and of Node's hooks.
const placesHere = () => {
  const before = [Error.prepareStackTrace, Error.stackTraceLimit];
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = 32;
  const sites = new Error().stack;
  [Error.prepareStackTrace, Error.stackTraceLimit] = before;
  if (!Array.isArray(sites)) return '';
  return sites
    .map((site) => [site.getFileName() ?? '', site.getLineNumber() ?? 0, site.getFunctionName() ?? '(nameless)'])
    .filter(([file]) => file && file !== __filename && file !== 'node:internal/async_hooks')
    .map(([file, line, name]) => `${clean(file.replace(/^file:\/\//, ''))}\t${line}\t${clean(name)}`)
    .join('\t');
};

const watchHandles = () => {
  require('async_hooks')
    .createHook({
      init: (id, type) => {
        try {
          if (descriptors.includes(type)) opened.set(id, [type, placesHere()]);
        } catch {
          // It would end the program.
        }
      },
      destroy: (id) => opened.delete(id),
    })
    .enable();
};

const counted = (metric, types) => {
  const numbers = new Map();
  for (const [type, places] of opened.values()) {
    if (places && types.includes(type)) numbers.set(places, (numbers.get(places) ?? 0) + 1);
  }
  const largest = [...numbers].sort(([, a], [, b]) => b - a).slice(0, most);
  return largest.map(([places, number]) => `counted\t${metric}\t${number}\t${places}`);
};

// The lines of an answer. Omits frames of the file `loop`, which calls the client.
exports.explain = (loop) => {
  if (!session) {
    session = new Session();
    session.connect();
    session.post('HeapProfiler.startSampling', { samplingInterval: bytesApart });
    watchHandles();
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
  const lines = [
    ...held.slice(0, most).map(([size, stack]) => ['held', size, 0, ...stack].join('\t')),
    ...counted('descriptors', descriptors),
    ...counted('connections', connections),
  ];
  return [`explains sampling-heap-profiler ${lines.length}`, ...lines];
};
