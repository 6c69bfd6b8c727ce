// SPDX-License-Identifier: MIT
// What to change: the advice on the trials that fail, once for each client and kind of leak.

const mostCards = 3;  // so that the matrix is seen; the others are folded

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
  const cards = [...groups].map(([title, trials]) => adviceCard(title, trials[0].advice.lines,
    ...trials.map((trial) => element('a', {href: linkTo(trial)}, trial.scenario))));
  const more = cards.splice(mostCards);
  byId('advice').hidden = cards.length === 0;
  byId('advice').append(...cards);
  if (more.length) byId('advice').append(element('details', {}, element('summary', {}, `${more.length} more`), ...more));
}
