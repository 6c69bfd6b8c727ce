// SPDX-License-Identifier: MIT
// The table that compares clients: time per fetch, peak memory, growth.

function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function summary(client) {
  const trials = [...cells.get(client).values()].flat();
  const judged = trials.filter((trial) => trial.ruling === 'clean' || trial.ruling === 'leaks');
  const worst = new Map();  // metric → the finding that grows fastest
  for (const f of trials.flatMap(leaksOf)) {
    if (!(worst.get(f.metric)?.per_fetch >= f.per_fetch)) worst.set(f.metric, f);
  }
  return {
    client, about: trials[0].about, declares: run.declared ? trials[0].declares : '',
    leaks: judged.filter((trial) => trial.ruling === 'leaks').length, judged: judged.length, trials: trials.length,
    time: median(trials.filter((trial) => trial.fetches).map(microseconds)),
    peak: Math.max(0, ...trials.map((trial) => trial.peak_bytes ?? 0)),
    growth: [...worst].map(([metric, f]) => `${metric} ${growth(f.per_fetch, symbol(f))}`).join(', '),
    fastest: worst.get('heap_bytes')?.per_fetch ?? Math.max(0, ...[...worst.values()].map((f) => f.per_fetch)),
  };
}

const columns = [
  ['client', (row) => row.client],
  ['leaks in', (row) => row.leaks / Math.max(1, row.judged)],
  ['µs/fetch', (row) => row.time ?? Infinity],
  ['peak', (row) => row.peak],
  ['fastest growth', (row) => row.fastest],
];

function buildClients() {
  const rows = clients.map(summary);
  const most = {time: Math.max(...rows.map((row) => row.time ?? 0)), peak: Math.max(...rows.map((row) => row.peak))};
  const bar = (value, of) => element('span.amount', {style: `width:${(100 * value / Math.max(of, 1e-9)).toFixed(1)}%`});
  const body = element('tbody');
  const head = element('tr');
  const fill = () => body.replaceChildren(...rows.map((row) => element('tr', {},
    element('th', {scope: 'row'}, row.client, element('small', {}, [row.about, row.declares].filter(Boolean).join('; '))),
    element('td', {}, `${row.leaks} of ${row.judged}`,
      row.judged < row.trials ? element('small', {}, `${row.trials - row.judged} without a verdict`) : null),
    element('td', {}, row.time === null ? '–' : figure(row.time), row.time === null ? null : bar(row.time, most.time)),
    element('td', {}, row.peak ? bytes(row.peak) : '–', bar(row.peak, most.peak)),
    element('td.words', {}, row.growth || '–'))));
  for (const [name, by] of columns) {
    const th = element('th', {scope: 'col'});
    th.append(element('button', {type: 'button', onclick: () => {
      const down = th.getAttribute('aria-sort') === 'ascending';
      for (const other of head.cells) other.removeAttribute('aria-sort');
      th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const order = (a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0);
      rows.sort((a, b) => (down ? order(b, a) : order(a, b)));
      fill();
    }}, name));
    if (name === 'fastest growth') th.style.textAlign = 'left';
    head.append(th);
  }
  fill();
  document.getElementById('clients').append(element('thead', {}, head), body);
}
