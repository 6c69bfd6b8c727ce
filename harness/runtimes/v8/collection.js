// SPDX-License-Identifier: MIT
// Collects V8's garbage on request and measures its heap.
'use strict';

const { setImmediate } = require('timers'); // not what a program has put in its place
const v8 = require('v8');
const { runInNewContext } = require('vm');

const flags = [
  // Optimised code that V8 creates and discards is the main cause of changes in the heap's
  // size: 400 KB without this flag, 40 KB with it over 3,000 fetches.
  '--no-opt',
  // Otherwise V8 counts a buffer as freed only at the collection after the one that freed it.
  '--no-concurrent-array-buffer-sweeping',
  // gc() exists in contexts that are created after the flag was set.
  '--expose-gc',
  // Otherwise what functions have been compiled to is freed now and then, 50 KB at once.
  '--no-flush-bytecode',
];

const mostCollections = 6;
const readingsBetweenChecks = 8;
const agreeing = 4096; // bytes
// Two thirds of what the smallest leak of a runtime's heap that must be found adds in a window.
const little = 12288; // bytes
// FinalizationRegistry callbacks of collected objects close their connections; this takes
// several turns of the event loop, after which more objects can be collected. So they run
// before the next collection, and before the answer, after which descriptors are counted.
const turns = 4;
const timesKept = 4;
const idle = 16384; // bytes, which the agent itself allocates from one to the next at most

const isCheckDue = (reading) => reading % readingsBetweenChecks === 0 || (reading & (reading - 1)) === 0;

const sizeNow = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const times = []; // milliseconds of processor time of the last collections

// How long a collection takes now: the least of the last ones, as other threads may run meanwhile.
exports.timeOfCollection = () => Math.min(...times);

// Returns settle(done), which calls done(size) after its collections.
//
// Readings are taken after the same number of collections, as they could not be compared
// otherwise. How many are needed until others free little is checked at some of them, where it
// collects until two in a row agree.
exports.settler = () => {
  for (const flag of flags) v8.setFlagsFromString(flag);
  const collect = runInNewContext('gc');

  let last; // size at the last reading
  let needed = 1; // collections before a reading
  let found = 1; // to be needed, at the last check
  let readings = 0;

  const isEnough = (sizes, isCheck) =>
    sizes.length === mostCollections ||
    (isCheck ? Math.abs(sizes.at(-1) - sizes.at(-2)) <= agreeing : sizes.length === needed);

  // Takes a turn, or collects.
  const settle = (done, isCheck, sizes, turn) => {
    if (turn > 0) return setImmediate(settle, done, isCheck, sizes, turn - 1);
    const begun = process.cpuUsage();
    collect();
    const { user, system } = process.cpuUsage(begun);
    times.push((user + system) / 1000);
    if (times.length > timesKept) times.shift();
    sizes.push(sizeNow());
    setImmediate(isEnough(sizes, isCheck) ? answer : settle, done, isCheck, sizes, turns);
  };

  const answer = (done, isCheck, sizes, turn) => {
    if (turn > 0) return setImmediate(answer, done, isCheck, sizes, turn - 1);
    if (isCheck) {
      const before = found;
      found = sizes.findIndex((size) => size - sizes.at(-1) <= little) + 1;
      needed = Math.max(found, before);
    }
    last = sizes[Math.min(needed, sizes.length) - 1];
    done(last);
  };

  return (done) => {
    const isCheck = isCheckDue(readings++);
    // An isolate that waits for others, as a main thread does for its workers.
    if (!isCheck && Math.abs(sizeNow() - last) <= idle) return done(last);
    settle(done, isCheck, [], 1);
  };
};
