// SPDX-License-Identifier: MIT
// Reports which functions hold memory that was allocated since the first call, according to
// V8's sampling heap profiler, where open sockets were created, and which lists of listeners there
// are, as the worker protocol's answer to "explain".
'use strict';

const { EventEmitter } = require('events');
const { Session } = require('inspector');
const { Socket } = require('net');
const path = require('path');
const { fileURLToPath } = require('url');

const containers = require(path.join(__dirname, 'containers.js'));

const most = 64;
const bytesApart = 256; // average distance of samples

let session;
const opened = []; // a weak reference to each socket, and the places of the stack that opened it

const clean = (text) => text.replace(/\s+/g, ' ').slice(0, 300);

const set = (object, name, value) => {
  try {
    object[name] = value;
  } catch {
    // The program does not allow it.
  }
};

const fileOf = (url) => (url.startsWith('file://') ? fileURLToPath(url) : url);

// Innermost first, without those of this file.
const placesHere = () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  set(Error, 'prepareStackTrace', (_, sites) => sites);
  set(Error, 'stackTraceLimit', 32);
  const sites = new Error().stack;
  set(Error, 'prepareStackTrace', prepareStackTrace);
  set(Error, 'stackTraceLimit', stackTraceLimit);
  if (!Array.isArray(sites)) return '';
  return sites
    .map((site) => [site.getFileName() ?? '', site.getLineNumber() ?? 0, site.getFunctionName() ?? '(nameless)'])
    .filter(([file]) => file && file !== __filename)
    .map(([file, line, name]) => `${clean(fileOf(file))}\t${line}\t${clean(name)}`)
    .join('\t');
};

// What this calls is the program's, see walk().
const wrapper = 'connectOfTheProgram';

const watchSockets = () => {
  const { connect } = Socket.prototype;
  const calls = {
    [wrapper](...rest) {
      try {
        opened.push([new WeakRef(this), placesHere()]);
      } catch {
        // The program may have changed what this uses.
      }
      return connect.apply(this, rest);
    },
  };
  Socket.prototype.connect = calls[wrapper];
  return [];
};

const socketLines = () => {
  const [all, remote] = [new Map(), new Map()];
  for (const [reference, places] of opened) {
    const socket = reference.deref();
    if (socket?.destroyed !== false || !places) continue;
    all.set(places, (all.get(places) ?? 0) + 1);
    if (socket.remoteAddress) remote.set(places, (remote.get(places) ?? 0) + 1);
  }
  const lines = (metric, numbers) =>
    [...numbers].sort(([, a], [, b]) => b - a).slice(0, most)
      .map(([places, number]) => `counted\t${metric}\t${number}\t${places}`);
  return [...lines('descriptors', all), ...lines('connections', remote)];
};

// The longest list of listeners for each event of the sockets and handles that are open.
const listenerLines = () => {
  const lengths = new Map();
  const sockets = opened.map(([socket]) => socket.deref()).filter(Boolean);
  const count = (emitter) => {
    if (!(emitter instanceof EventEmitter)) return [];
    for (const event of EventEmitter.prototype.eventNames.call(emitter)) {
      const kind = emitter.constructor?.name ?? 'object';
      const name = `list of listeners of ${clean(String(event))} of a ${clean(kind)}`;
      const length = EventEmitter.prototype.listenerCount.call(emitter, event);
      lengths.set(name, Math.max(lengths.get(name) ?? 0, length));
    }
    return [];
  };
  for (const emitter of new Set([process, ...process._getActiveHandles(), ...sockets])) {
    unless(() => count(emitter));
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

// The lines of an answer. Omits frames of the file `loop`, which calls the client. The sampler slows
// down a heap snapshot, so the first is taken before it starts, and the other after it has stopped.
exports.explain = (loop, isLast) => {
  if (!session) {
    session = new Session();
    session.connect();
    unless(() => containers.start(session));
    session.post('HeapProfiler.startSampling', { samplingInterval: bytesApart });
    unless(watchSockets);
  }
  let head;
  session.post('HeapProfiler.getSamplingProfile', (error, answer) => {
    head = error ? undefined : answer.profile.head;
  });
  const held = [];
  const walk = (node, above) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const file = fileOf(url);
    if (file === __filename) {
      if (functionName.endsWith(wrapper)) for (const child of node.children) walk(child, above);
      return;
    }
    // V8 reports the first line of a function, not the line within it.
    const place = `${clean(file)}\t${lineNumber + 1}\t${clean(functionName || '(nameless)')}`;
    const isTheirs = file !== loop && functionName !== '(root)';
    const stack = isTheirs ? [place, ...above] : above;
    if (node.selfSize > 0 && isTheirs) held.push([node.selfSize, stack.slice(0, 16)]);
    for (const child of node.children) walk(child, stack);
  };
  if (head) walk(head, []);
  held.sort(([a], [b]) => b - a);
  if (isLast) session.post('HeapProfiler.stopSampling');
  const lines = [
    ...held.slice(0, most).map(([size, stack]) => ['held', size, 0, ...stack].join('\t')),
    ...unless(socketLines),
    ...unless(listenerLines),
    ...(isLast ? unless(() => containers.lines(session)) : []),
  ];
  return [`explains sampling-heap-profiler ${lines.length}`, ...lines];
};
