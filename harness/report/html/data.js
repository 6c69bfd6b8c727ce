// SPDX-License-Identifier: MIT
// The data of the run, written by harness/report/page_data.cpp.
'use strict';

const run = JSON.parse(document.getElementById('data').textContent);
const rulings = ['leaks', 'inconclusive', 'invalid', 'clean', 'skipped', 'known'];
const signs = {clean: '✓', leaks: '▲', inconclusive: '?', invalid: '✕', skipped: '–', known: '△'};

// client → scenario → trials; more than one if the trial was repeated
const cells = new Map();
const clients = [];    // names, in the order of the run
const scenarios = [];  // {name, group, summary}

for (const trial of run.trials) {
  trial.fails = trial.standing === 'unexpected';
  trial.shown = trial.standing === 'known' ? 'known' : trial.ruling;
  if (!cells.has(trial.client)) {
    cells.set(trial.client, new Map());
    clients.push(trial.client);
  }
  const row = cells.get(trial.client);
  if (!row.has(trial.scenario)) row.set(trial.scenario, []);
  row.get(trial.scenario).push(trial);
}
const seen = new Set();
for (const {scenario, behaviour} of run.trials) {
  if (seen.has(scenario)) continue;
  seen.add(scenario);
  scenarios.push({name: scenario, group: behaviour.group, summary: behaviour.summary});
}

// Sort by group, in the order of the first scenario of each group.
const groups = [...new Set(scenarios.map((scenario) => scenario.group))];
scenarios.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));

const trialsOf = (client, scenario) => cells.get(client)?.get(scenario) ?? [];

function most_severe(trials) {
  const urgency = (trial) => (trial.fails ? 0 : 10) + rulings.indexOf(trial.shown);
  return trials.reduce((a, b) => (urgency(b) < urgency(a) ? b : a));
}

const microseconds = (trial) => 1e6 * trial.fetching_seconds / Math.max(1, trial.fetches);
const leaksOf = (trial) => trial.findings.filter((f) => f.decides && f.ruling === 'leaks');

// [1, 10, 2, 5] → [[1, 10], [3, 15]]
function undo(differences) {
  const points = [];
  let fetches = 0;
  let value = 0;
  for (let i = 0; i + 1 < differences.length; i += 2) {
    points.push([fetches += differences[i], value += differences[i + 1]]);
  }
  return points;
}

function pairs(flat) {
  const points = [];
  for (let i = 0; i + 1 < flat.length; i += 2) points.push([flat[i], flat[i + 1]]);
  return points;
}

const linkTo = (trial) => {
  const trials = trialsOf(trial.client, trial.scenario);
  const nth = trials.indexOf(trial);
  const path = [trial.client, trial.scenario, ...(nth > 0 ? [nth + 1] : [])];
  return '#' + path.map(encodeURIComponent).join('/');
};

function trialAt(hash) {
  let path;
  try {
    path = hash.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
  return trialsOf(path[0], path[1])[(Number(path[2]) || 1) - 1];
}
