// SPDX-License-Identifier: MIT
// Names the containers of a V8 heap that have received objects since a start. Compares heap
// snapshots: V8 gives an object the same id in each, and higher ids to later objects.
'use strict';

const fs = require('fs');
const path = require('path');

const { timeOfCollection } = require(path.join(__dirname, 'collection.js'));
const { Heap, plain } = require(path.join(__dirname, 'heap.js'));

const most = 8; // containers in a report
const longest = [2000, 3000]; // milliseconds of processor time for the first snapshot, and for the second
// A snapshot takes about so many times the processor time of a collection, whatever the number of
// objects and the length of their text: 56 to 70 with Node 20, for 280,000 to 2,900,000 objects.
const collectionsPerSnapshot = 60;
const mostFunctions = 3; // lines that define some
const fewest = 5; // new items
const timers = 'list of timers that are set';
const mostSearched = 20000; // objects, on the way to a variable of the program

let newest; // id in the first snapshot

const take = (session) => {
  const chunks = [];
  const add = ({ params }) => chunks.push(params.chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', add);
  session.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', add);
  return chunks;
};

// Collecting for this alone would move objects between the snapshots, and V8 then gives the ids of
// objects that have gone to new ones in their places.
const cost = () => collectionsPerSnapshot * timeOfCollection();

// What V8 and Node link items by.
const links = new Set(['next', '_idleNext', '_idlePrev', 'prev', 'previous']);
const isBacking = (heap, n) => heap.type(n) === 'array' || heap.name(n) === 'system / PropertyArray';

const isBetween = (heap, n) => isBacking(heap, n) || ['system / PromiseReaction', 'WeakCell'].includes(heap.name(n));
const isLinked = (heap, n) => heap.edgeType(heap.by[n]) !== 'context' && links.has(heap.edgeName(heap.by[n]));

// The container that a user knows: not its table, nor a node of its linked list.
const containerOf = (heap, start) => {
  let n = start;
  while (n > 0 && (isBetween(heap, n) || isLinked(heap, n))) n = heap.parent[n];
  return n;
};

const isOfNode = (file) => file.startsWith('node:');
const isOfProgram = (file) => file && !isOfNode(file) && !file.startsWith(__dirname + path.sep);
const isOfPackage = (file) => file.includes('/node_modules/');

// The shortest path from a variable of the program's own to a container, as edges, the last one first;
// else from one of a package; else that from the root.
const pathTo = (heap, container) => {
  const passed = new Set(['object', 'closure', 'array', 'native']);
  const seen = new Map([[container, -1]]);
  const pathOf = (n) => (seen.get(n) < 0 ? [] : [...pathOf(heap.to(seen.get(n))), seen.get(n)]);
  let ofPackage;
  for (const n of seen.keys()) {
    if (seen.size > mostSearched) break;
    for (const e of heap.referencesTo(n)) {
      const above = heap.from[e];
      const variable = heap.variable(e);
      const file = variable ? heap.fileOf(above) : '';
      if (isOfProgram(file)) {
        const isModules = ['require', 'module'].includes(variable); // by which all is reached
        if (!isOfPackage(file) && !isModules) return [...pathOf(n), e];
        ofPackage ??= [...pathOf(n), e];
        continue;
      }
      const isOld = heap.id(above) <= newest && heap.parent[above] >= 0;
      if (isOld && !seen.has(above) && passed.has(heap.type(above))) seen.set(above, e);
    }
  }
  if (ofPackage) return ofPackage;
  const edges = [];
  for (let n = container; n > 0 && edges.length < 40; n = heap.parent[n]) edges.push(heap.by[n]);
  return edges;
};

// "list of listeners of "data" of EventEmitter kept in /path/leak.js".
const describe = (heap, container) => {
  const steps = []; // names, innermost first
  let kind = plain(heap.name(container));
  let of = '';
  let file = '';
  for (const e of pathTo(heap, container)) {
    const above = heap.from[e];
    const name = heap.edgeName(e);
    const variable = heap.variable(e);
    if (variable) {
      file = heap.fileOf(above);
      steps.push(plain(variable));
      break;
    }
    if (heap.edgeType(e) !== 'property') continue;
    if (name === '_events') {
      kind = `list of listeners${steps.length ? ` of "${steps.pop()}"` : ''}`;
      of = plain(heap.name(above));
      steps.length = 0;
    } else if (name === '<symbol kEvents>') {
      kind = 'list of listeners';
      of = plain(heap.name(above));
      steps.length = 0;
    } else {
      if (!of && steps.length === 0 && !['Object', kind].includes(heap.name(above))) of = plain(heap.name(above));
      steps.push(plain(name));
    }
  }
  if (kind === 'Promise') kind = 'reactions of a Promise';
  // Node makes a signal from an EventTarget.
  if (of === 'EventTarget' && /signal$/.test(steps[0])) of = 'AbortSignal';
  if (kind === 'TimersList') return { text: [timers], steps: '', file: '' };
  return { text: [kind, of && `of ${of}`], steps: steps.reverse().slice(-5).join('.'), file };
};

// "closure in push (undo) kept in /path/leak.js": a variable that a function which goes on refers to.
const describeVariable = (heap, context, edge) => {
  const file = heap.fileOf(context);
  const outer = heap.target(context, 'previous');
  const isOfModule = outer === undefined || !heap.fileOf(outer);
  const variable = plain(heap.variable(edge) ?? heap.edgeName(edge));
  const text = isOfModule ? 'variable' : `closure in ${heap.functionIn(context, variable)}`;
  return { text: [text], steps: variable, file };
};

// The line of a file that declares a variable, as frames of the worker protocol.
const declaration = (file, variable) => {
  try {
    const name = variable.replace(/[^\w$]/g, '');
    if (!name || name === 'this') return '';
    const declares = new RegExp(`\\b(const|let|var|class|function\\*?)\\s+${name.replaceAll('$', '\\$')}(?![\\w$])`);
    const line = fs.readFileSync(file, 'utf8').split('\n').findIndex((text) => declares.test(text)) + 1;
    return line > 0 ? `\t${file}\t${line}\t${name}` : '';
  } catch {
    return ''; // it cannot be read
  }
};

// The name of a container, and where the user declares the variable that leads to it.
const named = (heap, container, edge) => {
  const { text, steps, file } = heap.isContext(container)
    ? describeVariable(heap, container, edge)
    : describe(heap, container);
  if (file.startsWith(__dirname + path.sep)) return undefined;
  const isPlace = file && !isOfNode(file);
  // Without a place in the program, only what a developer knows by its name.
  const isKnown = /^(list|reactions) /.test(text[0]) || (text[1] && !steps.includes('['));
  if (!isPlace && !isKnown) return undefined;
  const name = [...text, steps && (isPlace || text[1]) && `(${steps})`, isPlace && `kept in ${file}`];
  const isDeclared = isPlace && !isOfPackage(file) && !/^(list|reactions) /.test(text[0]);
  return { name: name.filter(Boolean).join(' '), place: isDeclared ? declaration(file, steps.split('.')[0]) : '' };
};

const countedTypes = new Set(['object', 'closure', 'string', 'regexp', 'number', 'hidden', 'symbol', 'bigint']);

// Timers that are set and were not at the start, whatever they are reached through; without the one
// that Node's fetch sets for all requests.
const newTimers = (heap) => {
  const isSet = (n) => {
    const next = heap.target(n, '_idleNext', 'property');
    return next !== undefined && heap.type(next) === 'object';
  };
  const isOfFetch = (n) => {
    const callback = heap.target(n, '_onTimeout', 'property');
    return callback !== undefined && heap.definedIn(callback)?.startsWith('node:internal/deps/');
  };
  const isNew = (n) => heap.id(n) > newest && heap.name(n) === 'Timeout' && heap.type(n) === 'object';
  return heap.order.filter((n) => isNew(n) && isSet(n) && !isOfFetch(n)).length;
};

// New objects by the older object, or the container it belongs to, through which they are reached:
// all of them, and those that are its items, not what an item consists of.
const growth = (heap) => {
  const owner = new Int32Array(heap.count);
  const isItem = new Uint8Array(heap.count);
  const counts = new Map(); // by container: how many of each kind, and the edge to the first
  for (const n of heap.order) {
    if (heap.id(n) <= newest) continue;
    const above = heap.parent[n];
    const isFirst = heap.id(above) <= newest;
    owner[n] = isFirst ? containerOf(heap, above) : owner[above];
    // A timer is in its list, whatever it is reached through.
    const isWithin = isItem[above] && (isBetween(heap, above) || isLinked(heap, n));
    isItem[n] = isFirst || isWithin || heap.name(n) === 'Timeout' ? 1 : 0;
    if (owner[n] === 0 || !countedTypes.has(heap.type(n))) continue;
    const { all, direct } = counts.get(owner[n]) ?? { all: new Map(), direct: new Map() };
    if (!counts.has(owner[n])) counts.set(owner[n], { all, direct, edge: heap.by[n] });
    const kind = `${heap.type(n)} ${heap.type(n) === 'string' ? '' : heap.name(n)}`;
    for (const kinds of isItem[n] ? [all, direct] : [all]) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return counts;
};

const isContainer = (heap, n) =>
  ['object', 'closure'].includes(heap.type(n)) && (heap.isContext(n) || !heap.name(n).startsWith('system / '));

// An item consists of about one object of each kind: the smallest number that is at least half of
// the largest. One item may have several strings and numbers, as its key and its text.
const items = (kinds) => {
  const values = /^(string|number|bigint|symbol) /;
  const others = [...kinds].filter(([kind]) => !values.test(kind));
  const numbers = (others.length > 0 ? others : [...kinds]).map(([, number]) => number).sort((a, b) => a - b);
  return numbers.find((number) => number >= numbers.at(-1) / 2) ?? 0;
};

// The elements of an array from the first new one on, if nearly all of these are new: items are added at
// its end, and V8 has given some of them the ids of objects that have gone. Otherwise 0.
const appended = (heap, n) => {
  const elements = [];
  for (let e = heap.firstEdge[n]; e < heap.firstEdge[n + 1]; ++e) if (heap.edgeType(e) === 'element') elements.push(e);
  elements.sort((a, b) => heap.edgeName(a) - heap.edgeName(b));
  const isNew = elements.map((e) => heap.id(heap.to(e)) > newest);
  const first = isNew.indexOf(true);
  const added = first < 0 ? [] : isNew.slice(first);
  return added.filter(Boolean).length >= 0.8 * added.length ? added.length : 0;
};

// New functions by the line of the program's own that defines them, as lines of the worker protocol: what
// is registered for each fetch is often one.
const functions = (heap) => {
  const numbers = new Map(); // by file and line
  const width = heap.locationWidth;
  for (let i = 0; i < heap.locations.length; i += width) {
    const n = heap.locations[i] / heap.width;
    if (heap.id(n) <= newest || heap.type(n) !== 'closure' || heap.parent[n] < 0) continue;
    const file = heap.definedIn(n);
    if (!isOfProgram(file) || isOfPackage(file)) continue;
    const place = JSON.stringify([file, heap.locations[i + 2] + 1]);
    numbers.set(place, (numbers.get(place) ?? 0) + 1);
  }
  return [...numbers].filter(([, number]) => number >= fewest).sort(([, a], [, b]) => b - a).slice(0, mostFunctions)
    .map(([place, number]) => {
      const [file, line] = JSON.parse(place);
      return `received\t${number}\tlist of functions defined at ${path.basename(file)}:${line}\t${file}\t${line}\t`;
    });
};

exports.start = (session) => {
  newest = undefined;
  if (cost() > longest[0]) return [];
  const heap = new Heap(JSON.parse(take(session).join('')));
  newest = 0;
  for (let n = 0; n < heap.count; ++n) newest = Math.max(newest, heap.id(n));
  return [];
};

exports.hasStarted = () => newest !== undefined;

// A snapshot for lines().
exports.take = (session) => (newest === undefined || cost() > longest[1] ? [] : take(session));

// Lines of the worker protocol: each container with the number of items it has received since then.
exports.lines = (chunks) => {
  if (chunks.length === 0) return [];
  const heap = new Heap(JSON.parse(chunks.join('')));
  heap.reach();
  const found = [...growth(heap)]
    .filter(([n]) => isContainer(heap, n))
    // Of a chain, as of closures that refer to each other, only the first is reached directly.
    .map(([n, { all, direct, edge }]) => {
      const number = items(direct) >= fewest ? Math.max(items(direct), appended(heap, n)) : items(all);
      return [n, number, edge];
    })
    .filter(([, number]) => number >= fewest)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2 * most);
  const lengths = new Map();
  const places = new Map();
  for (const [n, number, edge] of found) {
    const { name, place } = named(heap, n, edge) ?? {};
    if (!name) continue;
    lengths.set(name, (lengths.get(name) ?? 0) + number);
    if (place) places.set(name, place);
  }
  const number = newTimers(heap);
  if (number >= fewest) lengths.set(timers, number);
  return [...lengths].sort(([, a], [, b]) => b - a).slice(0, most).map(([name, length]) => `received\t${length}\t${name}${places.get(name) ?? ''}`)
    .concat(functions(heap));
};
