// The printer stopped: cancel, move or wait, once for all of one's jobs there.

import { cancel, moveTo, waitFor } from './actions.js';
import { $, glyph, h } from './dom.js';
import { printerOf, state } from './store.js';
import { about, waiting } from './words.js';

let drawn = '';

/** Open questions, by printer. */
function groups() {
  const found = new Map();
  for (const job of state.jobs.values()) {
    if (job.question && !job.question.answered) {
      const printer = job.question.printer ?? job.printer;
      found.set(printer, [...(found.get(printer) ?? []), job]);
    }
  }
  return found;
}

/** Where all of the jobs may go, with what is known of the wait there. */
function alternatives(jobs) {
  const common = (jobs[0].question.alternatives ?? [])
    .filter(a => jobs.every(job => job.question.alternatives?.some(other => other.printer === a.printer)));
  return common.map(a => {
    const now = printerOf(a.printer);
    const start = a.startsInSeconds ?? now?.startsInSeconds;
    return {
      printer: a.printer,
      start: start ?? Infinity,
      note: [waiting(now?.waiting ?? a.waiting), start != null && `starts ${about(start)}`, a.location].filter(Boolean).join(' · '),
    };
  }).sort((a, b) => (a.start > b.start) - (a.start < b.start));
}

const choice = (word, note, run, look, id) => h('button', { type: 'button', class: look, onclick: run, 'data-choice': id },
  h('span', {}, word), h('small', {}, note));

function card(printer, jobs) {
  const id = `ask-${printer}`;
  const what = jobs.length === 1 ? 'the job' : `${jobs.length} jobs`;
  return h('section', { class: 'ask', 'aria-labelledby': id, 'data-printer': printer },
    h('h2', { id, tabindex: -1 }, glyph('warn'), `${printer} has stopped`),
    h('p', {}, jobs[0].question.text),
    h('ul', { 'aria-label': `Jobs that wait for ${printer}` },
      jobs.slice(0, 8).map(job => h('li', {}, job.title)), jobs.length > 8 && h('li', {}, `and ${jobs.length - 8} more`)),
    h('div', { class: 'ask-acts', role: 'group', 'aria-label': `What to do with ${what}` },
      alternatives(jobs).map((a, index) =>
        choice(`Move to ${a.printer}`, a.note, () => moveTo(jobs, a.printer), index === 0 ? 'primary' : null, `move-${a.printer}`)),
      choice('Wait', 'goes on by itself', () => waitFor(jobs), null, 'wait'),
      choice(`Cancel ${what}…`, 'the document is deleted', () => cancel(jobs), 'danger', 'cancel')));
}

export function drawQuestions() {
  const open = groups();
  const now = JSON.stringify(
    [...open].map(([printer, jobs]) => [printer, jobs.map(job => [job.key, job.title, job.question]), alternatives(jobs)]));
  if (now === drawn) {
    return;
  }
  const box = $('questions');
  const focused = box.contains(document.activeElement)
    ? [document.activeElement.closest('.ask').dataset.printer, document.activeElement.dataset.choice]
    : null;
  box.replaceChildren(...[...open].map(([printer, jobs]) => card(printer, jobs)));
  drawn = now;
  if (focused) {
    const same = [...box.children].find(ask => ask.dataset.printer === focused[0]);
    (same?.querySelector(`[data-choice="${CSS.escape(focused[1] ?? '')}"]`) ?? same?.querySelector('h2') ?? $('h-jobs')).focus();
  }
}
