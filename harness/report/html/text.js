// SPDX-License-Identifier: MIT
// Formats numbers and creates elements. Text from a run is only ever inserted as text, so a
// client called <script> is displayed and not executed.

// The same format as figure() in harness/text/numbers.cpp.
function figure(value) {
  if (Math.abs(value) < 0.5e-6) return '0';
  const exponent = Number(value.toExponential(2).split('e')[1]);
  return exponent >= 2 ? Math.round(value).toLocaleString('en') : value.toFixed(2 - exponent);
}

const grouped = (value) => value.toLocaleString('en');

function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  let scaled = value;
  for (; Math.abs(scaled) >= 1024 && unit < 3; ++unit) scaled /= 1024;
  return unit === 0 ? `${grouped(value)} B` : `${scaled.toFixed(1)} ${units[unit]}`;
}

const amount = (value, unit) => (unit === 'bytes' ? bytes(value) : grouped(value));

// The same format as harness/text/growth.cpp; the unit may be empty.
const rate = (value, unit) => `${figure(value)}${unit ? ' ' : ''}${unit}/fetch`;
const growth = (value, unit) => (value >= 0.5e-6 ? '+' : '') + rate(value, unit);

const symbol = (finding) => (finding.unit === 'bytes' ? 'B' : '');
const growthOf = (finding) =>
  `${growth(finding.per_fetch, symbol(finding))} [${figure(finding.low)}, ${figure(finding.high)}]`;

const byId = (id) => document.getElementById(id);

// element('p.note', {id: 'x'}, 'text', child, …)
function element(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split('.');
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

const badge = (ruling) => element(`span.badge.ruling-${ruling}`, {}, `${signs[ruling]} ${ruling}`);
const plural = (n, word) => `${grouped(n)} ${word}${n === 1 ? '' : 's'}`;
