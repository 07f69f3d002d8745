// What has been printed, and what has not: newest first, a piece at a time, searched at the agent.

import { actionsOf, button } from './actions.js';
import { listJobs } from './api.js';
import { drawChart } from './chart.js';
import { showDetails } from './details.js';
import { $, calm, h } from './dom.js';
import { badge } from './jobs.js';
import { bytes, dayOf, duration, endOf, plural, timeOf, tookOf } from './words.js';

let [jobs, next, total, error, asked] = [[], null, 0, null, 0];

const search = () => $('q').value.trim();

/** Reads the first piece again; an answer that was overtaken by a newer question is dropped. */
export async function reloadHistory() {
  const mine = asked += 1;
  try {
    const page = await listJobs(search());
    if (mine !== asked) {
      return;
    }
    [jobs, next, total, error] = [page.jobs, page.next ?? null, page.total, null];
  } catch (failure) {
    if (mine !== asked) {
      return;
    }
    error = failure.message;
  }
  draw();
}

const reloadSoon = calm(reloadHistory, 250);

/** A job has ended: it is put on top without asking again, unless something is searched for. */
export function addEnded(job) {
  if (!job || search()) {
    reloadSoon();
    return;
  }
  total += jobs.some(known => known.key === job.key) ? 0 : 1;
  jobs = [job, ...jobs.filter(known => known.key !== job.key)].sort((a, b) => b.endedAt.localeCompare(a.endedAt));
  draw();
}

/** A job that had ended is open again. */
export function dropOpen([, job]) {
  if (!job.ended && jobs.some(known => known.key === job.key)) {
    jobs = jobs.filter(known => known.key !== job.key);
    total -= 1;
    draw();
  }
}

async function more() {
  try {
    const page = await listJobs(search(), next);
    const first = jobs.length;
    [jobs, next, error] = [[...jobs, ...page.jobs], page.next ?? null, null];
    draw();
    $('history').querySelectorAll('.past .link')[first]?.focus();
  } catch (failure) {
    error = failure.message;
    draw();
  }
}

function row(job) {
  const took = tookOf(job);
  const end = endOf(job);
  return h('li', { class: 'past', 'data-key': job.key },
    h('div', {},
      h('button', { type: 'button', class: 'link', 'aria-haspopup': 'dialog', onclick: () => showDetails(job.key, job) }, job.title),
      h('p', { class: 'note' }, [bytes(job.bytes), job.state === 'completed' && took != null && `took ${duration(took)}`, end]
        .filter(Boolean).join(' · ')),
      job.documentKept && h('p', {}, actionsOf(job).filter(action => action.card).map(action => button(job, action, 'small')))),
    h('p', { class: 'where soft' }, job.printer),
    h('p', {}, badge(job)),
    h('time', { datetime: job.endedAt, class: 'soft' }, timeOf(job.endedAt)));
}

function draw() {
  const box = $('history');
  const focused = box.contains(document.activeElement) ? document.activeElement.closest('[data-key]')?.dataset.key : null;
  box.setAttribute('aria-busy', 'false');
  const days = Object.entries(Object.groupBy(jobs, job => dayOf(job.endedAt)));
  box.replaceChildren(...[
    error && h('p', { class: 'error', role: 'alert' }, error),
    !error && jobs.length === 0 && h('div', { class: 'empty' },
      h('strong', {}, search() ? 'Nothing fits' : 'Nothing has been printed yet'),
      h('p', {}, search() ? `No ended job has “${search()}” in its title, printer, state or id.` : 'Ended jobs appear here.')),
    jobs.length > 0 && h('p', { class: 'note', role: 'status' }, plural(total, 'job', 'jobs')),
    ...days.flatMap(([day, list]) => [h('h2', { class: 'day' }, day), h('ul', { class: 'rows' }, list.map(row))]),
    next && h('p', { class: 'row' }, h('button', { type: 'button', onclick: more }, 'Show older jobs')),
  ].filter(Boolean));
  if (focused) {
    box.querySelector(`[data-key="${CSS.escape(focused)}"] .link`)?.focus({ preventScroll: true });
  }
  if (!search()) {
    drawChart(jobs);
  }
}

export function startHistory() {
  $('history').replaceChildren(h('div', { class: 'skeleton' }), h('p', { class: 'unseen' }, 'Loading the history'));
  $('q').addEventListener('input', reloadSoon);
  $('search').addEventListener('submit', event => {
    event.preventDefault();
    reloadHistory();
  });
}
