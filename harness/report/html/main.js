// SPDX-License-Identifier: MIT
// Builds the page.

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  if (panel.open) route();
}

function buildTop() {
  const wrong = run.trials.filter((trial) => trial.fails).length;
  const skipped = run.trials.filter((trial) => trial.ruling === 'skipped').length;
  const known = run.trials.filter((trial) => trial.standing === 'known').length;
  const warnings = run.trials.filter((trial) => trial.standing === 'warning').length;
  const right = run.trials.length - wrong - skipped - known - warnings;
  document.title = `${wrong ? `${wrong} unexpected` : 'as expected'} – leakproof`;
  byId('sum').append(element('strong', {}, `${grouped(right)} of ${plural(run.trials_planned, 'trial')} ${run.declared ? 'as expected' : 'clean'}`),
    `${known ? `, ${known} known to leak` : ''}${warnings ? `, ${warnings} inconclusive` : ''}${skipped ? `, ${skipped} skipped` : ''}, ${plural(clients.length, 'client')} on ${plural(scenarios.length, 'scenario')}`);
  const banner = (text) => byId('banners').append(element('p.banner', {}, text));
  if (run.trials.length < run.trials_planned) {
    banner(`Only ${grouped(run.trials.length)} of ${plural(run.trials_planned, 'trial')} ended: the run was interrupted or is still running.`);
  }
  for (const trial of run.trials) {
    if (trial.known === 'gone') banner(`${trial.client} × ${trial.scenario}: ${trial.known_details}`);
    if (trial.standing === 'warning') banner(`${trial.client} × ${trial.scenario} is inconclusive: ${trial.reason}`);
  }
  for (const control of run.controls) {
    if (!control.as_planted) banner(`Control ${control.name} was missed: ${control.reason}`);
  }
  const {system, architecture, c_library: library, cores, memory_bytes: memory} = run.machine;
  byId('machine').textContent = `leakproof ${run.leakproof}, seed ${run.seed}, ${run.jobs} at a time` +
    `${run.controls.length ? `, ${run.controls.filter((c) => c.as_planted).length} of ${run.controls.length} controls as planted` : ''}` +
    ` · ${system}, ${architecture}, ${library}, ${plural(cores, 'core')}, ${bytes(memory)}`;
}

function buildFilters() {
  for (const ruling of rulings) {
    const count = links.flat().filter((link) => link?.trial.shown === ruling).length;
    if (count === 0) continue;
    byId('rulings').append(element('button', {type: 'button', 'aria-pressed': 'false', 'data-ruling': ruling, onclick: ({currentTarget}) => {
      const on = !wanted.rulings.delete(ruling);
      if (on) wanted.rulings.add(ruling);
      currentTarget.setAttribute('aria-pressed', on);
      showMatrix();
    }}, `${signs[ruling]} ${ruling} ${count}`));
  }
  for (const view of Object.keys(views)) {
    byId('views').append(element('label', {}, element('input', {type: 'radio', name: 'view', checked: view === wanted.view,
      onchange: () => { wanted.view = view; showMatrix(); }}), view));
  }
  byId('words').addEventListener('input', ({target}) => {
    wanted.words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
    showMatrix();
  });
  byId('unexpected').addEventListener('change', ({target}) => { wanted.unexpected = target.checked; showMatrix(); });
  if (!run.trials.some((trial) => trial.fails)) byId('unexpected-label').hidden = true;
}

// The URL contains the open trial, so that it can be shared.
function route() {
  const trial = trialAt(location.hash);
  if (trial) return showTrial(trial);
  if (panel.open) panel.close();
}

// Filters of one cell and comparisons of one client say nothing.
function hideWhatComparesNothing() {
  for (const control of byId('bar').children) control.hidden ||= run.trials.length === 1 && control.tagName !== 'H2';
  byId('shown').hidden = run.trials.length === 1;
  byId('compared').hidden = clients.length === 1;
}

buildTop();
buildAdvice();
buildMatrix();
buildFilters();
showMatrix();
buildClients();
hideWhatComparesNothing();

table.addEventListener('keydown', walk);
table.addEventListener('focusin', ({target}) => { if (target.matches('a.cell')) enter(target); });
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || panel.open || event.target.matches('input')) return;
  event.preventDefault();
  byId('words').focus();
});
panel.addEventListener('close', () => {
  const trial = trialAt(location.hash);
  forgetCurves();
  panel.replaceChildren();
  history.replaceState(null, '', location.pathname + location.search);
  const link = trial && [...table.querySelectorAll('a.cell')].find((a) => a.trial.client === trial.client && a.trial.scenario === trial.scenario);
  if (link && !link.hidden) go(link);
});
panel.addEventListener('click', (event) => { if (event.target === panel) panel.close(); });
byId('theme').addEventListener('click', () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'));
const dark = matchMedia('(prefers-color-scheme: dark)');
dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));
setTheme(dark.matches ? 'dark' : 'light');
addEventListener('hashchange', route);
route();
