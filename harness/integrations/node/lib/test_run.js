// SPDX-License-Identifier: MIT
// The test that calls: its name, and the command that runs it once more in a new process.
'use strict';

const { existsSync } = require('fs');
const path = require('path');
const { fileURLToPath } = require('url');

const { runnerNamed } = require('./command_line.js');

const pattern = (name) => `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;

// The first file of the stack that is neither this package's nor Node's.
const callingFile = () => {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? '');
  const files = new Error().stack;
  Error.prepareStackTrace = prepareStackTrace;
  const own = path.dirname(__dirname) + path.sep;
  const named = files.map((file) => (file.startsWith('file:') ? fileURLToPath(file) : file));
  return named.find((file) => path.isAbsolute(file) && !file.startsWith(own));
};

// Each of these returns the test's file and name and the command, or undefined in another runner.
const underVitest = () => {
  const state = globalThis[Symbol.for('expect-global')]?.getState();
  if (!process.env.VITEST || !state?.testPath) return undefined;
  const { script, options } = runnerNamed('vitest') ?? {
    script: [path.join(path.dirname(require.resolve('vitest/package.json', { paths: [state.testPath] })), 'vitest.mjs')],
    options: [],
  };
  // The pattern is compared with the names of suites and test, separated by spaces.
  const only = pattern(state.currentTestName).replaceAll(' > ', ' (> )?');
  const own = ['run', state.testPath, '-t', only, '--pool=forks', '--retry=0', '--coverage.enabled=false'];
  return { file: state.testPath, name: state.currentTestName, command: [...script, ...own, ...options], isForked: true };
};

const underJest = () => {
  const state = globalThis[Symbol.for('$$jest-matchers-object')]?.state;
  const runner = process.env.JEST_WORKER_ID && state?.testPath && runnerNamed('jest');
  if (!runner) return undefined;
  const own = ['--runTestsByPath', state.testPath, '-t', pattern(state.currentTestName), '--runInBand',
    '--coverage=false', '--watchAll=false'];
  return { file: state.testPath, name: state.currentTestName, command: [...runner.script, ...own, ...runner.options] };
};

// node:test, which starts a process for each file, and what is not known: the same command once more.
const underOther = () => {
  const [, script, ...rest] = process.argv;
  const isWithinRunner = process.execArgv.includes('--test');
  const isTest = !isWithinRunner && script && !script.includes(`${path.sep}node_modules${path.sep}`);
  const file = (isTest && script) || callingFile();
  const ownFlags = process.execArgv.filter((flag) => !/^--(test$|watch|inspect|experimental-test-coverage)/.test(flag));
  const withoutHooks = ['--require', path.join(__dirname, 'without_hooks.js')];
  return { file, command: [...withoutHooks, ...ownFlags, ...(isWithinRunner ? [file] : [script, ...rest])] };
};

const nameGiven = (test) =>
  typeof test === 'string' ? test : test?.fullName ?? test?.fullTitle?.() ?? test?.task?.name ?? test?.name;

// The folder of the nearest package.json, so that a name does not depend on the working directory.
const projectOf = (file) => {
  let folder = path.dirname(file);
  while (folder !== path.dirname(folder) && !existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
};

const numbers = new Map(); // of assertions so far, by test

// `name` is the same in every process. `isForked`: the runner expects the process not to end.
exports.currentTest = ({ test, command }) => {
  const found = underVitest() ?? underJest() ?? underOther();
  const given = nameGiven(test) ?? found.name;
  const file = path.relative(projectOf(found.file), found.file);
  const id = (given ? `${file}::${given}` : file).replace(/[\x00-\x1f\x7f]/g, ' ');
  const number = (numbers.get(id) ?? 0) + 1;
  numbers.set(id, number);
  return {
    name: number === 1 ? id : `${id}#${number}`,
    command: command ?? [process.execPath, ...found.command],
    isForked: found.isForked ?? false,
  };
};
