// SPDX-License-Identifier: MIT
// The matrix of clients and scenarios: its contents, filters and keyboard navigation.

const worstLeak = (trial) => {
  const leaks = leaksOf(trial);
  const one = leaks.find((f) => f.metric === 'heap_bytes') ?? leaks[0];
  return one ? `${one.metric} ${growth(one.per_fetch, symbol(one))}` : '';
};

const views = {
  ruling: (trial) => `${signs[trial.shown]} ${trial.shown === 'inconclusive' ? 'open' : trial.shown}`,
  'µs/fetch': (trial) => (trial.fetches ? figure(microseconds(trial)) : '–'),
  'peak MiB': (trial) => (trial.peak_bytes === null ? '–' : (trial.peak_bytes / (1 << 20)).toFixed(1)),
  growth: (trial) => worstLeak(trial) || signs[trial.shown],
};

const wanted = {words: [], rulings: new Set(), unexpected: false, view: 'ruling'};
const links = [];  // one row of cells per scenario, in the order of `clients`
const table = document.getElementById('matrix');

function cellOf(client, scenario) {
  const trials = trialsOf(client, scenario.name);
  if (trials.length === 0) return null;
  const trial = most_severe(trials);
  const link = element(`a.cell.ruling-${trial.shown}${trial.fails ? '.wrong' : ''}`,
                       {href: linkTo(trial), tabindex: '-1', 'data-client': client, 'data-scenario': scenario.name});
  link.trial = trial;
  link.count = trials.length;
  return link;
}

function buildMatrix() {
  table.append(element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, 'scenario'),
    ...clients.map((client) => element('th', {scope: 'col'}, client)))));
  let body;
  let group;
  for (const scenario of scenarios) {
    if (scenario.group !== group) {
      group = scenario.group;
      body = table.appendChild(element('tbody'));
      if (group) body.append(element('tr.group', {}, element('th.group', {scope: 'rowgroup', colspan: clients.length + 1}, group)));
    }
    const row = clients.map((client) => cellOf(client, scenario));
    links.push(row);
    body.append(element('tr', {}, element('th', {scope: 'row', title: scenario.summary}, scenario.name),
      ...row.map((link) => element('td', {}, link))));
  }
}

function matches({trial}) {
  const name = `${trial.client} ${trial.scenario} ${trial.behaviour.group}`.toLowerCase();
  return wanted.words.every((word) => name.includes(word)) &&
    (wanted.rulings.size === 0 || wanted.rulings.has(trial.shown)) &&
    !(wanted.unexpected && !trial.fails);
}

function showMatrix() {
  const text = views[wanted.view];
  const columns = clients.map(() => false);
  let shown = 0;
  links.forEach((row) => row.forEach((link, column) => {
    if (!link) return;
    link.hidden = !matches(link);
    if (link.hidden) return;
    ++shown;
    columns[column] = true;
    link.textContent = (link.trial.fails ? '! ' : '') + text(link.trial) + (link.count > 1 ? ` ×${link.count}` : '');
    const wrong = link.trial.fails ? ', unexpected' : '';
    link.setAttribute('aria-label', `${link.textContent}: ${link.trial.client} on ${link.trial.scenario}, ${link.trial.shown}${wrong}`);
  }));
  for (const row of table.rows) {
    const cells = [...row.cells];
    if (cells.length > 1) columns.forEach((used, i) => { cells[i + 1].hidden = !used; });
  }
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      if (row.className !== 'group') row.hidden = !row.querySelector('a.cell:not([hidden])');
    }
    body.hidden = !body.querySelector('a.cell:not([hidden])');
  }
  document.getElementById('shown').textContent =
    `${plural(shown, 'cell')} of ${grouped(links.flat().filter(Boolean).length)} shown`;
  const current = table.querySelector('a.cell[tabindex="0"]:not([hidden])');
  if (!current) enter(table.querySelector('a.cell:not([hidden])'));
}

// Tab moves the focus to one cell, arrow keys move it from there.
function enter(link) {
  for (const other of table.querySelectorAll('a.cell[tabindex="0"]')) other.tabIndex = -1;
  if (link) link.tabIndex = 0;
}

function walk(event) {
  const steps = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -1e9], End: [0, 1e9]};
  const link = event.target.closest('a.cell');
  const step = steps[event.key];
  if (!link || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const row = links.findIndex((some) => some.includes(link));
  const visible = (other) => other && !other.hidden;
  if (Math.abs(step[1]) > 1) {
    const all = links[row].filter(visible);
    return go(step[1] < 0 ? all[0] : all[all.length - 1]);
  }
  let [r, c] = [row, links[row].indexOf(link)];
  do {
    [r, c] = [r + step[0], c + step[1]];
  } while (links[r] && c >= 0 && c < clients.length && !visible(links[r][c]));
  if (links[r] && visible(links[r][c])) go(links[r][c]);
}

function go(link) {
  enter(link);
  link.focus();
  link.scrollIntoView({block: 'nearest', inline: 'nearest'});
}
