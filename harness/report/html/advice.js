// SPDX-License-Identifier: MIT
// What to change: the advice on the trials that fail, once for each client and kind of leak.

const adviceCard = (title, lines, ...links) => element('div.card.advice', {},
  element('p', {}, element('strong', {}, title), ...links),
  element('dl', {}, ...lines.flatMap(([label, text]) =>
    [element('dt', {}, label), element('dd', {}, label === 'code' ? element('pre', {}, text) : text)])));

function buildAdvice() {
  const groups = new Map();
  for (const trial of run.trials.filter((one) => one.fails && one.advice)) {
    const title = `${trial.client}: ${trial.advice.kind}`;
    groups.set(title, [...(groups.get(title) ?? []), trial]);
  }
  byId('advice').hidden = groups.size === 0;
  byId('advice').append(...[...groups].map(([title, trials]) => adviceCard(title, trials[0].advice.lines,
    ...trials.map((trial) => element('a', {href: linkTo(trial)}, trial.scenario)))));
}
