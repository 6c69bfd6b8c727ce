// SPDX-License-Identifier: MIT
// Reports which functions hold memory that was allocated since the first call, according to
// V8's sampling heap profiler, where open sockets were created, and which lists of listeners there
// are, as the worker protocol's answer to "explain".
'use strict';

const { EventEmitter } = require('events');
const { Session } = require('inspector');
const { Socket } = require('net');
const path = require('path');
const { performance } = require('perf_hooks');
const { setTimeout } = require('timers'); // not what a program may have put in its place
const { fileURLToPath } = require('url');

const containers = require(path.join(__dirname, 'containers.js'));

const most = 64;
const frames = 32; // of a stack
const bytesApart = 64; // average distance of samples
const leastArray = 1024; // bytes
const reactionSize = 96; // bytes, with the promise that then() returns
const patience = 600; // milliseconds; the timers of Node's fetch go on for 500

let session;
let isEnded = false;
const marks = []; // at each explanation but the first
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

const request = (method, parameters) => {
  let result;
  session.post(`Runtime.${method}`, { ...parameters, objectGroup: 'leakproof' }, (_, answer) => (result = answer));
  return result;
};

// Called on an array of emitters or event targets, in the program.
const longestOf = function () {
  const longest = {};
  const note = (object, event, length) => {
    const name = `${String(event)} of a ${object.constructor?.name ?? 'object'}`;
    longest[name] = Math.max(longest[name] ?? 0, length);
  };
  const lists = (object) => object[Object.getOwnPropertySymbols(object).find((key) => key.description === 'kEvents')];
  for (const object of this) {
    try {
      const { _events: events = {} } = object;
      for (const event of Reflect.ownKeys(events)) if (Array.isArray(events[event])) note(object, event, events[event].length);
      for (const [event, { size }] of lists(object) ?? []) note(object, event, size);
    } catch {
      // The object of a program does not allow it.
    }
  }
  return Object.entries(longest);
};

// The longest lists of listeners in a heap that is too large for snapshots.
const longestInHeap = () => {
  const emitters = ['EventTarget.prototype', 'Object.getPrototypeOf(Object.getPrototypeOf(process))'];
  try {
    return emitters.flatMap((expression) => {
      const { objectId: prototypeObjectId } = request('evaluate', { expression }).result;
      const { objectId } = request('queryObjects', { prototypeObjectId }).objects;
      const functionDeclaration = `${longestOf}`;
      return request('callFunctionOn', { objectId, functionDeclaration, returnByValue: true }).result.value;
    });
  } finally {
    request('releaseObjectGroup');
  }
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
  if (!containers.hasStarted()) {
    for (const [name, length] of unless(longestInHeap)) lengths.set(`list of listeners of ${clean(name)}`, length);
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

// V8's sampler does not see this memory, which has no stack of its own.
const buffers = '\t0\t(memory of buffers, outside the heap of V8)';
const makesBuffers = /^((Shared)?ArrayBuffer|FastBuffer|createUnsafeBuffer|encode|[A-Z]\w*Array)$/;

const profileNow = () => {
  let profile;
  session.post('HeapProfiler.getSamplingProfile', (error, answer) => {
    profile = error ? undefined : answer.profile;
  });
  return profile;
};

const lastSample = ({ samples }) => samples.reduce((last, { ordinal }) => Math.max(last, ordinal), 0);

// Per node of the profile: which fractions of what it holds now were there at each mark.
const fractionsOf = ({ samples }) => {
  const sums = new Map();
  for (const { nodeId, ordinal, size } of samples) {
    const sum = sums.get(nodeId) ?? { all: 0, largest: 0, until: marks.map(() => 0) };
    sums.set(nodeId, sum);
    sum.all += size;
    sum.largest = Math.max(sum.largest, size);
    marks.forEach((mark, i) => (sum.until[i] += ordinal <= mark.sample ? size : 0));
  }
  // An array that was enlarged once does not grow with each fetch.
  const isOneObject = ({ all, largest }) => largest >= leastArray && 2 * largest >= all;
  return new Map([...sums].filter(([, sum]) => !isOneObject(sum))
    .map(([id, { all, until }]) => [id, until.map((size) => size / all)]));
};

// What was allocated until each mark and is still held. Omits frames of the file `loop`, which calls
// the client.
const heldLines = (profile, loop) => {
  const fractions = fractionsOf(profile);
  const held = new Map(); // by stack
  const making = new Map(); // those that make buffers
  const add = (to, stack, sizes) => to.set(stack, sizes.map((size, i) => size + (to.get(stack)?.[i] ?? 0)));
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
    if (isTheirs && fractions.has(node.id)) {
      const text = stack.slice(0, frames).join('\t');
      const sizes = fractions.get(node.id).map((fraction) => fraction * node.selfSize);
      add(held, text, sizes);
      if (makesBuffers.test(functionName)) add(making, text, sizes);
    }
    for (const child of node.children) walk(child, stack);
  };
  walk(profile.head, []);
  const outside = marks.map((mark) => Math.max(0, mark.buffers - marks[0].buffers));
  const made = [...making.values()].reduce((sum, sizes) => sum + sizes.at(-1), 0);
  for (const [stack, sizes] of made > 0 ? making : [[buffers, [1]]]) {
    add(held, stack, outside.map((size) => (made > 0 ? (size * sizes.at(-1)) / made : size)));
  }
  return [...held].filter(([, sizes]) => sizes.at(-1) >= 1)
    .sort(([, a], [, b]) => b.at(-1) - a.at(-1)).slice(0, most)
    .map(([stack, sizes]) => `survived\t${sizes.map(Math.round).join(',')}\t${stack}`);
};

// Do many promises wait? One that is kept after its end has no reactions.
const arePromisesPending = () => {
  try {
    const { objectId: prototypeObjectId } = request('evaluate', { expression: 'Promise.prototype' }).result;
    const { objectId } = request('queryObjects', { prototypeObjectId }).objects;
    // About 128 of them, spread evenly, whatever recurs in their order.
    const functionDeclaration = 'function() { return this.filter((_, i) => ((i * 0.618034) % 1) * this.length < 128); }';
    const some = request('callFunctionOn', { objectId, functionDeclaration }).result;
    const states = request('getProperties', { objectId: some.objectId, ownProperties: true }).result
      .filter(({ value }) => value?.subtype === 'promise')
      .map(({ value }) => request('getProperties', { objectId: value.objectId, ownProperties: true }).internalProperties)
      .map((properties) => properties.find(({ name }) => name === '[[PromiseState]]').value.value);
    return states.filter((state) => state === 'pending').length * 10 >= states.length;
  } finally {
    request('releaseObjectGroup');
  }
};

// What then() has added to promises that wait, where the heap is too large for a snapshot.
const reactionLines = ({ head }) => {
  const added = new Map();
  const walk = ({ callFrame, selfSize, children }, above) => {
    if (callFrame.functionName === 'then' && callFrame.url === '' && selfSize > 0) {
      const { functionName, url } = above.callFrame;
      const place = `${clean(functionName || '(nameless)')} of ${clean(fileOf(url))}`;
      added.set(place, (added.get(place) ?? 0) + selfSize / reactionSize);
    }
    for (const child of children) walk(child, { callFrame });
  };
  walk(head, { callFrame: head.callFrame });
  const [[place, number] = []] = [...added].sort(([, a], [, b]) => b - a);
  if (!(number >= 5) || place.includes(__filename) || !arePromisesPending()) return [];
  return [`received\t${Math.round(number)}\treactions of a Promise (added in ${place})`];
};

const start = () => {
  session = new Session();
  session.connect();
  unless(() => containers.start(session));
  session.post('HeapProfiler.startSampling', { samplingInterval: bytesApart });
  unless(watchSockets);
};

// The lines of an answer. At the last, what is only held for a moment has time to be released: what
// has been sampled would seem to grow, because as much from before is released unseen.
exports.explain = async (loop, isLast) => {
  const isFirst = !session;
  if (isFirst) start();
  else if (!isEnded) marks.push({ sample: lastSample(profileNow()), buffers: process.memoryUsage().arrayBuffers });
  let held = [];
  let grown = [];
  if (isLast && !isFirst && !isEnded) {
    isEnded = true;
    const since = performance.now();
    const snapshot = unless(() => containers.take(session));
    await new Promise((resolve) => setTimeout(resolve, Math.max(patience / 4, since + patience - performance.now())));
    const profile = profileNow();
    session.post('HeapProfiler.stopSampling');
    held = unless(() => heldLines(profile, loop));
    grown = unless(() => (snapshot.length > 0 ? containers.lines(snapshot) : reactionLines(profile)));
  }
  const lines = [...held, ...unless(socketLines), ...unless(listenerLines), ...grown];
  return [`explains sampling-heap-profiler ${lines.length}`, ...lines];
};
