// SPDX-License-Identifier: MIT
// Reads how the test runner was started, from this process and those above it.
'use strict';

const { readFileSync } = require('fs');
const path = require('path');

const mostAbove = 4;
// Options that say which configuration a runner reads; each has one value.
const kept = /^(-c|-r|--(config|root|rootDir|dir|mode|env|environment|project))(=|$)/;

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process has ended, or is not this user's
  }
};

const parentOf = (pid) => Number(/^PPid:\t(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

const keptOf = (words) =>
  words.flatMap((word, i) => (!kept.test(word) ? [] : word.includes('=') ? [word] : words.slice(i, i + 2)));

// { script, options } of the first process upwards whose script has this name, as in
// "node node_modules/.bin/jest --config a.js"; undefined without one.
exports.runnerNamed = (name) => {
  const isRunner = new RegExp(`^${name}(\\.[cm]?js)?$`);
  for (let pid = process.pid, above = 0; pid > 1 && above < mostAbove; pid = parentOf(pid), ++above) {
    const words = read(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);
    const at = words.findIndex((word, i) => i > 0 && isRunner.test(path.basename(word)));
    const isNode = /^node/.test(path.basename(words[0] ?? ''));
    if (isNode && at > 0) return { script: words.slice(1, at + 1), options: keptOf(words.slice(at + 1)) };
  }
  return undefined;
};
