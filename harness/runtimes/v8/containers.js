// SPDX-License-Identifier: MIT
// Names the containers of a V8 heap that have received objects since a start. Compares heap
// snapshots: V8 gives an object the same id in each, and higher ids to later objects.
'use strict';

const path = require('path');
const { fileURLToPath } = require('url');

const most = 8; // containers in a report
const largestHeap = 20 * 1024 * 1024; // bytes; the time that a snapshot takes grows with the heap
const fewest = 5; // new items

let newest; // id in the first snapshot

const take = (session) => {
  const chunks = [];
  const add = ({ params }) => chunks.push(params.chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', add);
  session.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', add);
  return JSON.parse(chunks.join(''));
};

class Heap {
  constructor({ snapshot, nodes, edges, strings, locations }) {
    const { node_fields, node_types, edge_fields, edge_types, location_fields } = snapshot.meta;
    Object.assign(this, { nodes, edges, strings, locations });
    this.width = node_fields.length;
    this.step = edge_fields.length;
    this.types = node_types[0];
    this.edgeTypes = edge_types[0];
    this.at = Object.fromEntries(node_fields.map((name, i) => [name, i]));
    this.locationWidth = location_fields?.length ?? 4;
    this.count = nodes.length / this.width;
    this.firstEdge = new Uint32Array(this.count + 1);
    for (let n = 0; n < this.count; ++n) {
      this.firstEdge[n + 1] = this.firstEdge[n] + nodes[n * this.width + this.at.edge_count];
    }
  }
  // V8 gives even ids, in no order, to what is not an object of its heap.
  id(n) {
    const id = this.nodes[n * this.width + this.at.id];
    return id % 2 === 0 ? 0 : id;
  }
  name(n) { return this.strings[this.nodes[n * this.width + this.at.name]]; }
  type(n) { return this.types[this.nodes[n * this.width]]; }
  edgeType(e) { return this.edgeTypes[this.edges[e * this.step]]; }
  to(e) { return this.edges[e * this.step + 2] / this.width; }
  edgeName(e) {
    const type = this.edgeType(e);
    const value = this.edges[e * this.step + 1];
    return type === 'element' || type === 'hidden' ? value : this.strings[value];
  }

  // Shortest paths from the root, as the edge that reaches each node. Weak references are omitted,
  // and code, which refers to objects of a context that is reached otherwise.
  reach() {
    const { edges, step, width, nodes, firstEdge } = this;
    const weak = this.edgeTypes.indexOf('weak');
    const code = this.types.indexOf('code');
    this.parent = new Int32Array(this.count).fill(-1);
    this.by = new Int32Array(this.count).fill(-1);
    const queue = new Uint32Array(this.count);
    let end = 1;
    this.parent[0] = 0;
    for (let i = 0; i < end; ++i) {
      const n = queue[i];
      if (nodes[n * width] === code) continue;
      for (let e = firstEdge[n], last = firstEdge[n + 1]; e < last; ++e) {
        const to = edges[e * step + 2] / width;
        if (this.parent[to] >= 0 || edges[e * step] === weak) continue;
        this.parent[to] = n;
        this.by[to] = e;
        queue[end++] = to;
      }
    }
    this.order = queue.subarray(0, end);
  }

  // The file that defines a function whose variables are in `context`.
  fileOf(context) {
    this.files ??= this.scriptsOfContexts();
    return this.files.get(context) ?? '';
  }
  scriptsOfContexts() {
    const files = new Map();
    const closure = this.types.indexOf('closure');
    for (let n = 0; n < this.count; ++n) {
      if (this.nodes[n * this.width] !== closure) continue;
      const context = this.target(n, 'context');
      if (context === undefined || files.has(context)) continue;
      const shared = this.target(n, 'shared') ?? n;
      const script = this.target(shared, 'script_or_debug_info') ?? this.target(shared, 'script');
      if (script === undefined) continue;
      const name = this.name(script);
      files.set(context, name.startsWith('file://') ? fileURLToPath(name) : name);
    }
    return files;
  }
  target(n, name) {
    for (let e = this.firstEdge[n]; e < this.firstEdge[n + 1]; ++e) {
      if (this.edgeType(e) === 'internal' && this.edgeName(e) === name) return this.to(e);
    }
    return undefined;
  }
}

const plain = (text) => String(text).replace(/^<symbol (.*)>$/, '[$1]').replace(/\s+/g, ' ').slice(0, 80);
// What V8 and Node link items by.
const links = new Set(['next', '_idleNext', '_idlePrev', 'prev', 'previous']);
const isBacking = (heap, n) => heap.type(n) === 'array' || heap.name(n) === 'system / PropertyArray';

// The container that a user knows: not its table, nor a node of its linked list.
const containerOf = (heap, start) => {
  let n = start;
  const isLink = () => heap.edgeType(heap.by[n]) !== 'context' && links.has(heap.edgeName(heap.by[n]));
  const isReaction = () => heap.name(n) === 'system / PromiseReaction' || heap.name(n) === 'WeakCell';
  while (n > 0 && (isBacking(heap, n) || isReaction() || isLink())) n = heap.parent[n];
  return n;
};

// "Array of listeners of "data" of EventEmitter kept in /path/leak.js".
const describe = (heap, container) => {
  const steps = []; // names, innermost first
  let kind = plain(heap.name(container));
  let of = '';
  let file = '';
  for (let n = container, depth = 0; n > 0 && depth < 40; n = heap.parent[n], ++depth) {
    const e = heap.by[n];
    const above = heap.parent[n];
    const name = heap.edgeName(e);
    const type = heap.edgeType(e);
    if (type === 'context') {
      file = heap.fileOf(above);
      steps.push(plain(name));
      break;
    }
    if (type !== 'property') continue;
    if (name === '_events') {
      kind = `list of listeners${steps.length ? ` of "${steps.pop()}"` : ''}`;
      of = plain(heap.name(above));
      steps.length = 0;
    } else if (name === '<symbol kEvents>') {
      kind = 'list of listeners';
      of = plain(heap.name(above));
      steps.length = 0;
    } else {
      if (!of && steps.length === 0 && heap.name(above) !== 'Object') of = plain(heap.name(above));
      steps.push(plain(name));
    }
  }
  if (kind === 'Promise') kind = 'reactions of a Promise';
  // Node makes a signal from an EventTarget.
  if (of === 'EventTarget' && /signal$/.test(steps[0])) of = 'AbortSignal';
  if (kind === 'TimersList') return { text: ['list of timers that are set'], steps: '', file: '' };
  return { text: [kind, of && `of ${of}`], steps: steps.reverse().slice(-5).join('.'), file };
};

const isOfNode = (file) => file.startsWith('node:');

const named = (heap, container) => {
  const { text, steps, file } = describe(heap, container);
  if (file.startsWith(__dirname + path.sep)) return undefined;
  const isPlace = file && !isOfNode(file);
  // Without a place in the program, only what a developer knows by its name.
  const isKnown = /^(list|reactions) /.test(text[0]) || (text[1] && !steps.includes('['));
  if (!isPlace && !isKnown) return undefined;
  return [...text, steps && (isPlace || text[1]) && `(${steps})`, isPlace && `kept in ${file}`].filter(Boolean).join(' ');
};

const countedTypes = new Set(['object', 'closure', 'string', 'regexp', 'number', 'hidden', 'symbol', 'bigint']);

// New objects by the older object, or the container it belongs to, through which they are reached.
const growth = (heap) => {
  const owner = new Int32Array(heap.count);
  const counts = new Map(); // container: new objects of each kind
  for (const n of heap.order) {
    if (heap.id(n) <= newest) continue;
    const above = heap.parent[n];
    owner[n] = heap.id(above) > newest ? owner[above] : containerOf(heap, above);
    if (owner[n] === 0 || !countedTypes.has(heap.type(n))) continue;
    const kinds = counts.get(owner[n]) ?? new Map();
    counts.set(owner[n], kinds);
    const kind = `${heap.type(n)} ${heap.type(n) === 'string' ? '' : heap.name(n)}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return counts;
};

const isContainer = (heap, n) => ['object', 'closure'].includes(heap.type(n)) && !heap.name(n).startsWith('system / ');

// An item consists of about one object of each kind: the smallest number that is at least half of
// the largest. One item may have several strings, as its key and its text.
const items = (kinds) => {
  const strings = /^string /;
  const others = [...kinds].filter(([kind]) => !strings.test(kind));
  const numbers = (others.length > 0 ? others : [...kinds]).map(([, number]) => number).sort((a, b) => a - b);
  return numbers.find((number) => number >= numbers.at(-1) / 2) ?? 0;
};

exports.start = (session) => {
  newest = undefined;
  if (process.memoryUsage().heapUsed > largestHeap) return [];
  const heap = new Heap(take(session));
  newest = 0;
  for (let n = 0; n < heap.count; ++n) newest = Math.max(newest, heap.id(n));
  return [];
};

// Lines of the worker protocol: each container with the number of items it has received since then.
exports.lines = (session) => {
  if (newest === undefined || process.memoryUsage().heapUsed > largestHeap) return [];
  const heap = new Heap(take(session));
  heap.reach();
  const found = [...growth(heap)]
    .filter(([n]) => isContainer(heap, n))
    .map(([n, kinds]) => [n, items(kinds)])
    .filter(([, number]) => number >= fewest)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2 * most);
  const lengths = new Map();
  for (const [n, number] of found) {
    const name = named(heap, n);
    if (name) lengths.set(name, (lengths.get(name) ?? 0) + number);
  }
  return [...lengths].slice(0, most).map(([name, length]) => `received\t${length}\t${name}`);
};
