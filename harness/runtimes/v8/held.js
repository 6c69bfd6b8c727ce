// SPDX-License-Identifier: MIT
// Reports which functions hold memory that was allocated since the first call, according to
// V8's sampling heap profiler, where open sockets were created, and which lists of listeners there
// are, as the worker protocol's answer to "explain".
'use strict';

const { Session } = require('inspector');

const most = 64;
const bytesApart = 256; // average distance of samples

let session;
const opened = []; // a weak reference to each socket, and the places of the stack that opened it

const clean = (text) => text.replace(/\s+/g, ' ').slice(0, 300);

// Innermost first, without those of this file.
const placesHere = () => {
  const before = [Error.prepareStackTrace, Error.stackTraceLimit];
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = 32;
  const sites = new Error().stack;
  [Error.prepareStackTrace, Error.stackTraceLimit] = before;
  return sites
    .map((site) => [site.getFileName() ?? '', site.getLineNumber() ?? 0, site.getFunctionName() ?? '(nameless)'])
    .filter(([file]) => file && file !== __filename)
    .map(([file, line, name]) => `${clean(file.replace(/^file:\/\//, ''))}\t${line}\t${clean(name)}`)
    .join('\t');
};

const watchSockets = () => {
  const { Socket } = require('net');
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...rest) {
    try {
      opened.push([new WeakRef(this), placesHere()]);
    } catch {
      // The program may have changed what this uses.
    }
    return connect.apply(this, rest);
  };
};

const socketLines = () => {
  const numbers = new Map();
  for (const [socket, places] of opened) {
    const isOpen = socket.deref()?.destroyed === false;
    if (isOpen && places) numbers.set(places, (numbers.get(places) ?? 0) + 1);
  }
  const largest = [...numbers].sort(([, a], [, b]) => b - a).slice(0, most);
  return ['descriptors', 'connections'].flatMap((metric) =>
    largest.map(([places, number]) => `counted\t${metric}\t${number}\t${places}`));
};

// The longest list of listeners for each event of each kind of emitter that has not ended.
const listenerLines = () => {
  const lengths = new Map();
  const sockets = opened.map(([socket]) => socket.deref()).filter(Boolean);
  for (const emitter of new Set([process, ...process._getActiveHandles(), ...sockets])) {
    for (const event of emitter.eventNames?.() ?? []) {
      const name = `list of listeners of ${clean(String(event))} of a ${clean(emitter.constructor.name)}`;
      lengths.set(name, Math.max(lengths.get(name) ?? 0, emitter.listenerCount(event)));
    }
  }
  const longest = [...lengths].sort(([, a], [, b]) => b - a).slice(0, most);
  return longest.map(([name, length]) => `container\t${length}\t${name}`);
};

const unless = (lines) => {
  try {
    return lines();
  } catch {
    return []; // an object of the program does not allow it
  }
};

// The lines of an answer. Omits frames of the file `loop`, which calls the client.
exports.explain = (loop) => {
  if (!session) {
    session = new Session();
    session.connect();
    session.post('HeapProfiler.startSampling', { samplingInterval: bytesApart });
    watchSockets();
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
    ...unless(socketLines),
    ...unless(listenerLines),
  ];
  return [`explains sampling-heap-profiler ${lines.length}`, ...lines];
};
