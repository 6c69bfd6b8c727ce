// SPDX-License-Identifier: MIT
// Numbers as a person takes them in, and elements. Text of a run only ever
// becomes text of an element: a client called <script> is shown, not obeyed.

function figure(value) {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  if (size >= 100 || size === 0) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  if (size >= 1) return value.toFixed(2);
  return String(Number(value.toPrecision(2)));
}

const grouped = (value) => value.toLocaleString('en');

function bytes(value) {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  let scaled = value;
  for (; Math.abs(scaled) >= 1024 && unit < 3; ++unit) scaled /= 1024;
  return unit === 0 ? `${grouped(value)} bytes` : `${scaled.toFixed(1)} ${units[unit]}`;
}

const amount = (value, unit) => (unit === 'bytes' ? bytes(value) : grouped(value));
const signed = (value) => (value > 0 ? '+' : '') + figure(value);

const growth = ({per_fetch, low, high, unit}) =>
  `${signed(per_fetch)}${unit === 'bytes' ? ' bytes' : ''} a fetch  [${figure(low)}, ${figure(high)}]`;

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
