// SPDX-License-Identifier: MIT
// The dialog that a cell opens, with all data of one trial.

const panel = document.getElementById('trial');

function facts(trial) {
  const list = element('dl.facts');
  const add = (name, value) => {
    if (value !== '' && value !== null) list.append(element('div', {}, element('dt', {}, name), element('dd', {}, value)));
  };
  const c = trial.client_usage;
  add('fetches', `${grouped(trial.fetches)}${trial.failed ? `, ${grouped(trial.failed)} failed` : ''}`);
  add('time', `${trial.seconds.toFixed(2)} s, ${figure(microseconds(trial))} µs/fetch`);
  add('peak', trial.peak_bytes === null ? '' : bytes(trial.peak_bytes));
  add('allocations', trial.allocations === null ? '' :
    rate(trial.allocations / Math.max(1, trial.fetches), ''));
  add('declared', run.declared ? trial.expected : '');
  add('client', trial.about);
  add('scenario', trial.behaviour.summary);
  add('measured', trial.banner);
  add('client usage', [
    c.threads > 1 && `${c.threads} threads`, c.thread_each && 'a thread per fetch',
    c.client_each && 'a client per fetch', c.cancel_after > 0 && `cancelled after ${bytes(c.cancel_after)}`,
    c.timeout_ms > 0 && `time-out ${c.timeout_ms} ms`].filter(Boolean).join(', '));
  add('seed', String(trial.seed));
  add('not observable here', trial.not_observable.join(', '));
  return list;
}

function repro(trial) {
  if (!trial.repro_command) return null;
  const copy = element('button', {type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(trial.repro_command);
      copy.textContent = 'copied';
    } catch {
      getSelection().selectAllChildren(copy.previousElementSibling);
      copy.textContent = 'selected';
    }
  }}, 'copy');
  return element('section', {}, element('h3', {}, 'Reproduce'),
    element('div.repro', {}, element('pre', {}, trial.repro_command), copy));
}

function owner({text, stack, yours}) {
  return element('div.card', {}, element('p', {}, text),
    element('ol.stack', {}, ...stack.map((place, i) =>
      element(i === yours ? 'li.yours' : 'li', {}, element('code', {}, place),
        i === yours ? element('span.unseen', {}, ' (first frame of your code)') : null))));
}

function owners(trial) {
  if (trial.owners.length === 0 && !trial.unattributed) return null;
  return element('section', {}, element('h3', {}, 'Owners'), ...trial.owners.map(owner),
    trial.unattributed ? element('p.note', {}, trial.unattributed) : null);
}

function advice({advice}) {
  if (!advice) return null;
  return element('section', {}, element('h3', {}, 'Advice'), adviceCard(advice.kind, advice.lines));
}

function ledger({ledger: l}) {
  const rows = [['requests', l.requests], ['complete replies', l.complete], ['broken replies', l.broken],
    ['connections', l.connections], ['open at the end', l.open], ['closed by the client', l.closed_by_client],
    ['closed at once, no thread available', l.refused || null], ['closed by the server, still held', l.close_wait]].filter(([, value]) => value !== null);
  return element('section', {}, element('h3', {}, 'Server counts'),
    element('div.card', {}, element('table.ledger', {}, element('tbody', {}, ...rows.map(([name, value]) =>
      element('tr', {}, element('th', {scope: 'row'}, name), element('td', {}, grouped(value))))))));
}

function curves(trial) {
  const weight = (f) => (f.ruling === 'leaks' ? 0 : 2) + (f.decides ? 0 : 1);
  const figures = [...trial.findings].sort((a, b) => weight(a) - weight(b)).map(curve);
  if (figures.length === 0) return null;
  const entry = (name, words) => element('span', {}, element(`i.${name}`, {}), words);
  const section = element('section', {}, element('h3', {}, 'Curves'),
    element('p.key', {}, entry('k-usage', 'usage'), entry('k-window', 'lowest in each of 12 windows'),
      entry('k-fit', 'growth, between slowest and fastest window'),
      entry('k-floor', 'smallest detectable growth')),
    element('div.curves', {}, ...figures));
  section.draw = () => figures.forEach((made) => made.draw());
  return section;
}

function siblings(trial) {
  const all = trialsOf(trial.client, trial.scenario);
  if (all.length < 2) return null;
  return element('section', {}, element('h3', {}, 'Repeated'), element('p', {}, ...all.flatMap((other, i) => [
    i ? ' · ' : '', element('a', {href: linkTo(other), 'aria-current': other === trial ? 'true' : undefined},
      `seed ${other.seed}: ${other.ruling}`)])));
}

function showTrial(trial) {
  forgetCurves();
  const order = run.trials;
  const step = (by) => {
    const next = order[order.indexOf(trial) + by];
    return element('button', {type: 'button', disabled: !next, 'aria-label': by < 0 ? 'previous trial' : 'next trial',
      onclick: () => { location.replace(linkTo(next)); }}, by < 0 ? '←' : '→');
  };
  const drawing = curves(trial);
  panel.replaceChildren(
    element('div.head', {}, element('h2', {id: 'trial-title'}, `${trial.client} × ${trial.scenario}`), badge(trial.shown),
      trial.fails ? element('strong', {}, 'unexpected') : null,
      element('nav', {'aria-label': 'trials'}, step(-1), step(1),
        element('button', {type: 'button', id: 'close', onclick: () => panel.close()}, 'close'))),
    element('div.body', {}, ...[
      element('p.reason', {}, trial.reason),
      trial.known_details ? element('p.note', {}, trial.known_details) : null,
      trial.retried_after ? element('p.note', {}, `Retried with ${grouped(trial.fetches)} fetches; inconclusive after ${grouped(trial.retried_after)}.`) : null,
      advice(trial), owners(trial), drawing, facts(trial),
      repro(trial), ledger(trial), siblings(trial)].filter(Boolean)));
  if (!panel.open) panel.showModal();
  panel.scrollTop = 0;
  document.getElementById('close').focus();
  drawing?.draw();
}
