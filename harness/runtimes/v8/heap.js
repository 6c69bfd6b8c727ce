// SPDX-License-Identifier: MIT
// The nodes and edges of a snapshot of V8's heap, by their numbers.
'use strict';

const { fileURLToPath } = require('url');

const mostNames = 8; // functions that share their variables

const plain = (text) => String(text).replace(/^<symbol (.*)>$/, '[$1]').replace(/\s+/g, ' ').slice(0, 80);
class Heap {
  constructor({ snapshot, nodes, edges, strings, locations = [] }) {
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
  // and what code and shapes refer to, which is reached otherwise.
  reach() {
    const { edges, step, width, nodes, firstEdge } = this;
    const weak = this.edgeTypes.indexOf('weak');
    const [code, shape] = ['code', 'object shape'].map((type) => this.types.indexOf(type));
    this.parent = new Int32Array(this.count).fill(-1);
    this.by = new Int32Array(this.count).fill(-1);
    const queue = new Uint32Array(this.count);
    let end = 1;
    this.parent[0] = 0;
    for (let i = 0; i < end; ++i) {
      const n = queue[i];
      if ([code, shape].includes(nodes[n * width])) continue;
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

  // The variable of a function or of a block that an edge stands for; undefined for other edges. V8
  // names those of functions alone; those of a block have the numbers that their names have.
  variable(e) {
    if (this.edgeType(e) === 'context') return this.edgeName(e);
    if (!this.from) this.findReferrers();
    const above = this.from[e];
    if (this.edgeType(e) !== 'hidden' || !this.isContext(above)) return undefined;
    const scope = this.target(above, 'scope_info');
    const name = scope === undefined ? undefined : this.target(scope, this.edgeName(e), 'hidden');
    return name !== undefined && this.type(name) === 'string' ? this.name(name) : undefined;
  }

  // The references to a node that are not weak, as edges, and the node that an edge begins at.
  referencesTo(n) {
    if (!this.firstReferrer) this.findReferrers();
    return this.referrers.subarray(this.firstReferrer[n], this.firstReferrer[n + 1]);
  }
  findReferrers() {
    const { edges, step, width, firstEdge, count } = this;
    const weak = this.edgeTypes.indexOf('weak');
    const next = new Uint32Array(count + 2);
    const isOf = (e) => edges[e * step] !== weak;
    for (let e = 0; e < firstEdge[count]; ++e) if (isOf(e)) ++next[edges[e * step + 2] / width + 2];
    for (let n = 2; n < count + 2; ++n) next[n] += next[n - 1];
    this.referrers = new Uint32Array(next[count + 1]);
    this.from = new Uint32Array(firstEdge[count]);
    for (let n = 0; n < count; ++n) {
      for (let e = firstEdge[n]; e < firstEdge[n + 1]; ++e) {
        this.from[e] = n;
        if (isOf(e)) this.referrers[next[edges[e * step + 2] / width + 1]++] = e;
      }
    }
    this.firstReferrer = next;
  }

  // The file that defines the functions whose variables are in `context`, and a name of one of them
  // that is not the variable itself.
  fileOf(context) {
    this.scripts ??= this.scriptsOfContexts();
    return this.scripts.get(context)?.file ?? '';
  }
  functionIn(context, variable) {
    return this.scripts.get(context)?.names.find((name) => name && name !== variable) ?? '(nameless)';
  }
  scriptsOfContexts() {
    const files = new Map();
    const closure = this.types.indexOf('closure');
    for (let n = 0; n < this.count; ++n) {
      if (this.nodes[n * this.width] !== closure) continue;
      const context = this.target(n, 'context');
      if (context === undefined) continue;
      const name = plain(this.name(n));
      if (files.has(context)) {
        if (files.get(context).names.length < mostNames) files.get(context).names.push(name);
        continue;
      }
      const file = this.definedIn(n);
      if (file !== undefined) files.set(context, { file, names: [name] });
    }
    // Nor do functions refer to the variables around a block that they are made in.
    for (const [context, { file }] of [...files]) {
      for (let outer = this.target(context, 'previous'); this.isContext(outer); outer = this.target(outer, 'previous')) {
        if (files.has(outer)) break;
        files.set(outer, { file, names: [] });
      }
    }
    return files;
  }
  // The file that defines a function.
  definedIn(closure) {
    const shared = this.target(closure, 'shared') ?? closure;
    const script = this.target(shared, 'script_or_debug_info') ?? this.target(shared, 'script');
    if (script === undefined) return undefined;
    const url = this.name(script);
    return url.startsWith('file://') ? fileURLToPath(url) : url;
  }
  isContext(n) { return n !== undefined && this.name(n) === 'system / Context'; }
  target(n, name, type = 'internal') {
    for (let e = this.firstEdge[n]; e < this.firstEdge[n + 1]; ++e) {
      if (this.edgeType(e) === type && this.edgeName(e) === name) return this.to(e);
    }
    return undefined;
  }
}

module.exports = { Heap, plain };
