// SPDX-License-Identifier: MIT
// A test that calls doesNotLeak() is its own worker: leakproof runs it again, with LEAKPROOF_WORKER
// in its environment, and there the same call serves fetches instead.
'use strict';

const { spawn } = require('child_process');
const { mkdtempSync, readFileSync, rmSync } = require('fs');
const net = require('net');
const { tmpdir } = require('os');
const path = require('path');

const { findProgram, obstacle } = require('./lib/program.js');
const { currentTest } = require('./lib/test_run.js');
const { serve } = require('./lib/worker.js');

class LeakError extends Error {
  constructor(message, trials) {
    super(message);
    this.name = 'LeakError';
    this.trials = trials;
  }
}

// Variables by which a test runner tells its processes apart.
const ofRunner = /^(NODE_TEST_|NODE_V8_COVERAGE$|NODE_CHANNEL_|JEST_|VITEST|TEST$)/;

const refusal = (words) => {
  const advice = /^timeout=\d+$/.test(words) ? 'give the function a second parameter, { timeout }' : 'test it with a worker';
  return `${words}: this scenario needs a client that is told more than a URL: ${advice}`;
};

const serveTest = (fetch, unread, isForked) =>
  new Promise((resolve, reject) => {
    const quit = (code, reason) => {
      if (isForked) return code === 0 ? resolve() : reject(new Error(reason));
      if (reason) process.stderr.write(`${reason}\n`);
      process.reallyExit(code); // a test runner replaces process.exit()
    };
    const socket = net.connect(process.env.LEAKPROOF_WORKER);
    socket.on('error', ({ message }) => quit(1, message));
    const words = fetch.length > 1 ? ['timeout'] : [];
    const banner = `Node ${process.version}`;
    serve({ fetch, banner, words, refusal, unread, input: socket, output: socket, quit }).catch((error) => quit(1, error.stack));
  });

const flags = ({ on = ['plain'], horizon, tolerating = {}, workerTimeout, options = [] }) => {
  const tolerances = Object.entries(tolerating).map(([metric, growth]) => `${metric}=${growth}`);
  return [
    '--on', on.join(','),
    ...(horizon === undefined ? [] : ['--horizon', horizon]),
    ...(tolerances.length === 0 ? [] : ['--tolerance', tolerances.join(',')]),
    ...(workerTimeout === undefined ? [] : ['--worker-timeout', workerTimeout]),
    ...options,
  ].map(String);
};

const trialsIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).trials;
  } catch {
    return []; // it ended before there was a result
  }
};

const judge = async ({ name, command }, options) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakproof-'));
  const results = path.join(folder, 'results.json');
  const words = ['run', '--test', name, '--json', results, '--no-controls', ...flags(options), '--', ...command];
  const env = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !ofRunner.test(variable)));
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = spawn(findProgram(), words, { env, stdio, signal: options.test?.signal });
  const end = () => child.kill();
  process.once('exit', end);
  try {
    const output = { stdout: '', stderr: '' };
    for (const stream of Object.keys(output)) child[stream].setEncoding('utf8').on('data', (text) => (output[stream] += text));
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    return { code, trials: trialsIn(results), text: [output.stdout, output.stderr].join('').trim() };
  } finally {
    process.removeListener('exit', end);
    rmSync(folder, { recursive: true, force: true });
  }
};

exports.LeakError = LeakError;

exports.doesNotLeak = async (fetch, options = {}) => {
  if (typeof fetch !== 'function') throw new TypeError('doesNotLeak() takes a function of a URL that makes one request');
  const test = currentTest(options);
  if (process.env.LEAKPROOF_WORKER) {
    return test.name === process.env.LEAKPROOF_TEST ? serveTest(fetch, options.unread, test.isForked) : undefined;
  }
  const reason = obstacle();
  if (reason) {
    const skips = process.platform !== 'linux' || (process.env.LEAKPROOF_MISSING ?? options.missing) === 'skip';
    if (!skips) throw new Error(`${reason}. With LEAKPROOF_MISSING=skip, this test is skipped.`);
    process.stderr.write(`skipped: ${test.name}: ${reason}\n`);
    return options.test?.skip?.(reason);
  }
  const { code, trials, text } = await judge(test, options);
  if (code === 0) return undefined;
  if (code === 1) throw new LeakError(text, trials);
  throw new Error(`leakproof has no verdict (exit code ${code})\n${text}`);
};
