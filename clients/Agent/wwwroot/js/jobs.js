// My open jobs: a card each, changed in place.

import { actionsOf, button } from './actions.js';
import { showDetails } from './details.js';
import { $, glyph, h, reconcile, setText } from './dom.js';
import { choosePrint } from './print.js';
import { state } from './store.js';
import { bytes, pagesOf, percent, plural, stateOf, timeOf, whyOf } from './words.js';

export function badge(job) {
  const [word, sign, look] = stateOf(job.state);
  return h('span', { class: `badge ${look}`, 'data-state': job.state }, glyph(sign), word);
}

const order = { printing: 0, released: 1, suspect: 2, removing: 3 };

/** Under way first, then by place, then by age. */
export const sorted = jobs => [...jobs].sort((a, b) =>
  (order[a.state] ?? 9) - (order[b.state] ?? 9)
  || (a.position ?? 1e9) - (b.position ?? 1e9)
  || a.acceptedAt.localeCompare(b.acceptedAt));

function make(job) {
  return h('li', { class: 'job' },
    h('div', {},
      h('div', { class: 'job-head' },
        h('h2', {}, h('button', { type: 'button', class: 'link', 'aria-haspopup': 'dialog', onclick: () => showDetails(job.key) })),
        h('span', { class: 'state' })),
      h('p', { class: 'job-line' }),
      h('p', { class: 'job-why' })),
    h('div', { class: 'job-acts' }),
    h('div', { class: 'bar' }, h('progress', { max: 100 }), h('span')));
}

function update(card, job) {
  const find = name => card.querySelector(name);
  setText(find('.link'), job.title);
  if (card.dataset.state !== job.state) {
    find('.state').replaceChildren(badge(job));
  }
  setText(find('.job-line'), [job.printer, pagesOf(job), bytes(job.bytes), `since ${timeOf(job.acceptedAt)}`].filter(Boolean).join(' · '));
  const why = whyOf(job);
  setText(find('.job-why'), why);
  find('.job-why').hidden = !why;
  updateBar(find('.bar'), job);
  updateActions(find('.job-acts'), card.dataset.state !== job.state, job);
  card.dataset.state = job.state;
}

function updateBar(bar, job) {
  bar.hidden = job.state !== 'printing';
  const progress = bar.querySelector('progress');
  progress.value = percent(job);
  progress.setAttribute('aria-label', `Progress of ${job.title}`);
  setText(bar.querySelector('span'), `${percent(job)} % · ${bytes(job.bytesSent)} of ${bytes(job.bytes)}`);
}

/** The buttons belong to the state; a button that stays keeps the focus. */
function updateActions(box, changed, job) {
  if (!changed) {
    return;
  }
  const focused = box.contains(document.activeElement);
  box.replaceChildren(...actionsOf(job).filter(action => action.card).map(action => button(job, action, 'small')));
  if (focused) {
    (box.querySelector('button') ?? box.parentElement.querySelector('.link')).focus({ preventScroll: true });
  }
}

const empty = () => h('div', { class: 'empty' },
  h('strong', {}, 'Nothing is waiting'),
  h('p', {}, 'Print from any application, or drop a file here.'),
  h('button', { type: 'button', onclick: () => choosePrint() }, 'Choose a file'));

export function drawJobs() {
  const box = $('jobs');
  if (!state.loaded) {
    box.replaceChildren(h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }), h('p', { class: 'unseen' }, 'Loading your jobs'));
    return;
  }
  box.setAttribute('aria-busy', 'false');
  if (state.jobs.size === 0) {
    if (!box.querySelector('.empty')) {
      const inside = box.contains(document.activeElement);
      box.replaceChildren(empty());
      inside && $('h-jobs').focus({ preventScroll: true });
    }
  } else {
    if (!box.querySelector('.cards')) {
      box.replaceChildren(h('ul', { class: 'cards' }), h('p', { class: 'note more' }));
    }
    reconcile(box.querySelector('.cards'), sorted(state.jobs.values()), job => job.key, make, update, $('h-jobs'));
    const more = state.open - state.jobs.size;
    box.querySelector('.more').hidden = more <= 0;
    setText(box.querySelector('.more'), `and ${plural(more, 'more job', 'more jobs')}; they move up as these are printed.`);
  }
  document.title = `${state.open > 0 ? `(${state.open}) ` : ''}My print jobs · TicketFlow`;
}
