// SPDX-License-Identifier: MIT
// Finds the program leakproof: in this package, on PATH, or where LEAKPROOF says.
'use strict';

const { accessSync, constants } = require('fs');
const path = require('path');

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

exports.findProgram = () => {
  const carried = path.join(__dirname, '../programs/bin/leakproof');
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const named = process.env.LEAKPROOF ? [process.env.LEAKPROOF] : [];
  const places = [carried, ...folders.map((folder) => path.join(folder, 'leakproof')), ...named];
  return places.find(isExecutable);
};

// Why there is no program to run, and what to do; undefined if there is one.
exports.obstacle = () => {
  if (process.platform !== 'linux') return `leakproof measures processes on Linux only, and this is ${process.platform}`;
  if (exports.findProgram()) return undefined;
  const advice = 'install the npm package from a file that ci/npm-package made, or set LEAKPROOF to the path of the program';
  return `the program leakproof is not in this package, nor on PATH: ${advice}`;
};
