// Everything about one job: facts, what one can do, and every event with its time.

import { getTimeline } from './api.js';
import { actionsOf, button } from './actions.js';
import { calm, h, setText } from './dom.js';
import { openDialog } from './dialogs.js';
import { badge } from './jobs.js';
import { state, watch } from './store.js';
import { adviceOf, bytes, dayOf, duration, endOf, exactTimeOf, pagesOf, percent, stepOf, whyOf } from './words.js';

let shown = null;

const fact = (name, value) => value ? [h('dt', {}, name), h('dd', {}, value)] : [];

function facts(job) {
  return h('dl', { class: 'facts' },
    fact('State', badge(job)),
    fact('Printer', job.printer),
    fact('Place', whyOf(job)),
    fact('Progress', job.state === 'printing' && `${percent(job)} %, ${bytes(job.bytesSent)} of ${bytes(job.bytes)}`),
    fact('To know', adviceOf(job)),
    fact('What happened', endOf(job)),
    fact('Size', [pagesOf(job), bytes(job.bytes)].filter(Boolean).join(', ')),
    fact('Asked', `${dayOf(job.acceptedAt)}, ${exactTimeOf(job.acceptedAt)}`),
    fact('Ended', job.endedAt && `${dayOf(job.endedAt)}, ${exactTimeOf(job.endedAt)}`),
    fact('Code', job.code),
    fact('Job id', job.job ?? job.key));
}

function event(entry) {
  const later = entry.delayMs < 1000 ? `${Math.round(entry.delayMs)} ms` : duration(entry.delayMs / 1000);
  const delay = entry.delayMs == null ? '' : ` · ${later} later`;
  return h('li', {},
    h('p', {}, h('strong', {}, stepOf(entry.type)), entry.text && ` – ${entry.text}`),
    h('p', { class: 'when' }, h('time', { datetime: entry.at }, exactTimeOf(entry.at)), `${delay} · ${entry.actor}`));
}

async function loadTimeline() {
  const view = shown;
  if (!view) {
    return;
  }
  try {
    const history = await getTimeline(view.job.key);
    if (view === shown) {
      view.events.replaceChildren(...history.events.map(event));
      view.events.hidden = false;
      view.said.hidden = true;
    }
  } catch (error) {
    if (view === shown && !view.events.children.length) {
      setText(view.said, error.message);
    }
  }
}

const loadSoon = calm(loadTimeline, 300);

function draw() {
  const { job, box } = shown;
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  const acts = actionsOf(job).map(action => button(job, {
    ...action,
    run: () => {
      shown?.close();
      action.run();
    },
  }));
  box.replaceChildren(facts(job), h('div', { class: 'row' }, acts));
  if (focused) {
    (acts.find(act => act.dataset.act === focused) ?? box.closest('dialog').querySelector('.close')).focus();
  }
}

/** Opens a job's dialog; it follows the job while it is open. */
export function showDetails(key, known) {
  const job = state.jobs.get(key) ?? known;
  if (!job) {
    return;
  }
  const [box, events] = [h('div', { class: 'stack' }), h('ol', { class: 'timeline', hidden: true })];
  const said = h('p', { class: 'soft', role: 'status' }, 'Asking the ticket server…');
  openDialog(job.title, close => {
    shown = { job, box, events, said, close };
    return [box, h('h3', {}, 'Timeline'), said, events];
  }, { onclose: () => { shown = null; } });
  draw();
  loadTimeline();
}

watch('news', ([, job]) => {
  if (shown?.job.key === job.key) {
    const other = shown.job.state !== job.state || shown.job.printer !== job.printer;
    shown.job = job;
    draw();
    other && loadSoon();
  }
});
