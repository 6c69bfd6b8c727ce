// SPDX-License-Identifier: MIT
// package_test.mjs BUILD [RUNNER]: makes the npm package of a build and runs the tests in projects/ with
// it, under node:test, those of its faults, or under vitest or jest. Exit code 77 if RUNNER is not installed here.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(here, '../../..');
const build = path.resolve(process.argv[2]);
const runner = process.argv[3] ?? 'node';
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leakproof-npm-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const run = (command, words, settings = {}) => {
  const { status, signal, error, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8', cwd: folder, ...settings });
  if (error) throw error;
  return { code: status ?? signal, output: stdout + stderr };
};

const installed = path.join(here, 'node_modules');
const use = (name) => {
  if (!fs.existsSync(path.join(installed, name))) {
    console.log(`not installed: npm install --no-package-lock in tests/integrations/node (${name})`);
    process.exit(77);
  }
};
if (!['node', 'faults'].includes(runner)) use(runner);

// As npm would install it, without a registry.
const modules = path.join(folder, 'node_modules');
fs.mkdirSync(path.join(modules, 'leakproof'), { recursive: true });
const made = run(path.join(root, 'ci/npm-package'), [build, folder]);
assert.strictEqual(made.code, 0, made.output);
const file = path.join(folder, path.basename(made.output.trim()));
assert.strictEqual(run('tar', ['xzf', file, '-C', path.join(modules, 'leakproof'), '--strip-components=1']).code, 0);
for (const name of fs.existsSync(installed) ? fs.readdirSync(installed) : []) {
  fs.symlinkSync(path.join(installed, name), path.join(modules, name));
}
fs.writeFileSync(path.join(folder, 'package.json'), '{"private": true}');

const checks = { node: [], faults: [], vitest: [], jest: [] };
const check = (of, claim, body) => checks[of].push([claim, body]);

// Runs one file; `edit` changes its text before.
const project = (name, { edit = (text) => text, as = name, command = [process.execPath, '--test', as], env = {} } = {}) => {
  fs.writeFileSync(path.join(folder, as), edit(fs.readFileSync(path.join(here, 'projects', name), 'utf8')));
  const [program, ...words] = command;
  const { NODE_TEST_CONTEXT, ...own } = { ...process.env, NO_COLOR: '1' };
  try {
    return run(program, words, { env: { ...own, ...env } });
  } finally {
    fs.rmSync(path.join(folder, as));
  }
};

const ends = ({ code, output }, expected, ...shown) => {
  assert.strictEqual(code, expected, output);
  for (const text of shown) assert.ok(output.includes(text), `does not show "${text}":\n${output}`);
};
// The line that leaks, or the variable: a machine that is busy leaves time for few samples.
const showsPlace = ({ output }, file) =>
  assert.match(output, new RegExp(`> [\\w.]+ \\(${file}:\\d+\\)|${file} grows by 1.00 items/fetch`));

check('node', 'a leak fails, with the line and the name', () => {
  const result = project('leak.test.mjs');
  ends(result, 1, 'LeakError', 'leak.test.mjs::keeps', 'js_heap');
  showsPlace(result, 'leak.test.mjs');
});
check('node', 'a clean test passes, in CommonJS, whatever it prints', () => ends(project('clean.test.cjs'), 0));
check('faults', 'it runs without node --test, too', () => {
  ends(project('leak.test.mjs', { command: [process.execPath, 'leak.test.mjs'] }), 1, 'leak.test.mjs::keeps');
});
check('node', 'the second of two checks in a test is told from the first', () => {
  ends(project('two.test.mjs'), 1, 'two.test.mjs#2');
});
check('faults', 'a rejection is a failed fetch, and what it leaks is found', () => {
  const result = project('faults.test.mjs');
  ends(result, 1, 'not ok 2 - keeps what failed');
  ends(result, 1, 'ok 1 - drops what failed');
});
check('faults', 'a function with a second parameter takes a time-out, and another cannot', () => {
  const result = project('slow.test.mjs');
  ends(result, 1, 'ok 1 - gives up');
  ends(result, 1, 'not ok 2 - waits', 'a second parameter, { timeout }');
});

// The package as it lies in the sources, without programs.
const withoutPrograms = (body) => {
  const programs = path.join(modules, 'leakproof/programs');
  fs.renameSync(programs, `${programs}.gone`);
  try {
    body({ PATH: '/nowhere', LEAKPROOF: '' });
  } finally {
    fs.renameSync(`${programs}.gone`, programs);
  }
};
check('node', 'a missing program fails', () =>
  withoutPrograms((env) => ends(project('leak.test.mjs', { env }), 1, 'ci/npm-package', 'LEAKPROOF_MISSING=skip')));
check('node', 'or is skipped, visibly', () =>
  withoutPrograms((env) =>
    ends(project('leak.test.mjs', { env: { ...env, LEAKPROOF_MISSING: 'skip' } }), 0, '# SKIP', 'skipped 1')));
check('faults', 'LEAKPROOF names the program', () =>
  withoutPrograms((env) => {
    const LEAKPROOF = path.join(build, 'bin/leakproof');
    ends(project('leak.test.mjs', { env: { ...env, LEAKPROOF } }), 1, 'LeakError');
  }));
check('node', 'the types compile', () => {
  if (!fs.existsSync(path.join(modules, 'typescript'))) return;
  const flags = ['--strict', '--noEmit', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'];
  ends(project('types.ts', { command: [path.join(modules, '.bin/tsc'), ...flags, 'types.ts'] }), 0);
});

const inTheRunner = (claim, name, settings, command) =>
  check(name, claim, () => {
    const result = project('same.test.mjs', { ...settings, command });
    ends(result, 1, 'LeakError', 'js_heap', '1 failed', '2 passed');
    showsPlace(result, settings.as ?? 'same.test.mjs');
  });
const bin = (name) => path.join(modules, '.bin', name);
for (const pool of ['forks', 'threads']) {
  inTheRunner(`it finds the leak and passes the rest (${pool})`, 'vitest', {}, [bin('vitest'), 'run', `--pool=${pool}`]);
}
const asScript = (text) => text.replace(/^import .* from 'vitest';$/m, '').replace(/^import (.*) from (.*);$/m, 'const $1 = require($2);');
inTheRunner('it finds the leak and passes the rest', 'jest', { edit: asScript, as: 'same.test.js' }, [bin('jest')]);
inTheRunner('with modules', 'jest', { edit: (text) => text.replace(/^import .* from 'vitest';$/m, ''),
  env: { NODE_OPTIONS: '--experimental-vm-modules' } }, [bin('jest'), '--testMatch', '**/*.test.mjs']);

for (const [claim, body] of checks[runner]) {
  const begun = Date.now();
  let wrong;
  try {
    body();
  } catch (error) {
    wrong = error;
    process.exitCode = 1;
  }
  console.log(`${wrong ? 'WRONG' : 'right'} ${((Date.now() - begun) / 1000).toFixed(1)} s  ${claim}`);
  if (wrong) console.log(wrong.message.replace(/^/gm, '    '));
}
