// What a user can do with a job. What cannot be taken back is asked about first; the rest can be undone.

import { wish } from './api.js';
import { h } from './dom.js';
import { choices, confirm, openDialog } from './dialogs.js';
import { toast } from './say.js';
import { loadPrinters, printerOf, state, take } from './store.js';
import { about, printerStateOf, takesJobs, waiting } from './words.js';

/** Runs a wish; the answer is the job as it is then. */
async function ask(job, what, printer) {
  const now = await wish(job.key, what, printer);
  take('job', now);
  return now;
}

/** Runs wishes and says what became of them; a refusal is a sentence of the server. */
export async function act(run, done, undo) {
  try {
    await run();
    if (done) {
      toast(done, undo);
    }
  } catch (error) {
    toast(error.message);
  }
}

const each = (jobs, run) => Promise.all(jobs.map(run));
const named = jobs => jobs.length === 1 ? `“${jobs[0].title}”` : `${jobs.length} jobs`;

export const waitFor = jobs => act(() => each(jobs, job => ask(job, 'wait')), `You wait; ${named(jobs)} will go on by itself.`);

export const hold = job => act(() => ask(job, 'hold'), `${named([job])} is held.`, () => release(job));

export const release = job => act(() => ask(job, 'release'), `${named([job])} is released.`, () => hold(job));

export const yieldTo = job => act(() => ask(job, 'yield'), `${named([job])} lets the others go first.`);

export function moveTo(jobs, printer) {
  const from = jobs[0].printer;
  return act(
    () => each(jobs, job => ask(job, 'move', printer)),
    `${named(jobs)} moved to ${printer}.`,
    () => moveTo(jobs.map(job => ({ ...job, printer })), from));
}

export function cancel(jobs) {
  const ended = jobs.every(job => job.ended);
  confirm(
    ended ? `Forget the document of ${named(jobs)}?` : `Cancel ${named(jobs)}?`,
    ended
      ? 'It can then no longer be printed again from here.'
      : 'The document is deleted. This cannot be undone; print again from its application.',
    ended ? 'Forget it' : jobs.length === 1 ? 'Cancel the job' : `Cancel ${jobs.length} jobs`,
    () => act(() => each(jobs, job => ask(job, 'cancel')), ended ? 'Forgotten.' : `${named(jobs)} cancelled.`));
}

export function resend(job) {
  confirm(
    `Print “${job.title}” again?`,
    `Look at ${job.printer} first: pages that came out before come out twice.`,
    'Print it again',
    () => act(() => ask(job, 'resend'), `${named([job])} is printed again.`));
}

/** "2 waiting, starts in about 1 min, first floor" */
export function noteOf(printer) {
  const start = printer.startsInSeconds == null ? '' : `a job would start ${about(printer.startsInSeconds)}`;
  return [printerStateOf(printer.state)[0], waiting(printer.waiting), start, printer.location].filter(Boolean).join(' · ');
}

/** Printers as options, the usable ones first. */
export const printerOptions = except => (state.printers ?? [])
  .filter(printer => printer.name !== except)
  .map(printer => ({ value: printer.name, text: printer.name, note: noteOf(printer), bad: !takesJobs(printer) }))
  .sort((a, b) => a.bad - b.bad)
  .map(option => ({ ...option, disabled: option.bad }));

export async function move(job) {
  if (!state.printers) {
    await loadPrinters();
  }
  const options = printerOptions(job.printer);
  const start = option => printerOf(option.value)?.startsInSeconds ?? 1e9 + (printerOf(option.value)?.waiting ?? 0);
  const works = option => !option.disabled && printerOf(option.value)?.state !== 'stopped';
  const first = options.filter(works).sort((a, b) => start(a) - start(b))[0] ?? options.find(option => !option.disabled);
  openDialog(`Move “${job.title}”`, close => {
    if (!first) {
      return [h('p', {}, state.printersError ?? 'There is no other printer you may use.')];
    }
    const form = h('form', { class: 'stack' },
      h('fieldset', {}, h('legend', { class: 'soft' }, `From ${job.printer} to:`), choices('printer', options, first.value)),
      h('div', { class: 'row end' },
        h('button', { type: 'button', onclick: close }, 'Leave it there'),
        h('button', { class: 'primary' }, 'Move it')));
    form.addEventListener('submit', event => {
      event.preventDefault();
      close();
      moveTo([job], new FormData(form).get('printer'));
    });
    return [form];
  });
}

const open = ['accepted', 'opened', 'waiting', 'held', 'released', 'printing', 'suspect'];

/** The buttons that make sense for a job: word, key, what to do, looks. The first ones stand on its card. */
export function actionsOf(job) {
  const may = (...states) => states.includes(job.state);
  return [
    may('waiting') && { word: 'Hold', key: 'h', run: () => hold(job), card: true },
    may('held') && { word: 'Release', key: 'h', run: () => release(job), card: true },
    may('waiting', 'held', 'released', 'printing')
      && { word: 'Move…', key: 'm', run: () => move(job), card: may('waiting', 'held') },
    may('waiting') && { word: 'Let others go first', run: () => yieldTo(job) },
    may(...open) && { word: 'Cancel…', key: 'c', run: () => cancel([job]), card: true, look: 'danger' },
    job.documentKept && { word: 'Print again…', run: () => resend(job), card: true },
    job.documentKept && { word: 'Forget the document…', run: () => cancel([job]), look: 'danger' },
  ].filter(Boolean);
}

export const button = (job, action, look = '') => h('button', {
  type: 'button',
  class: [look, action.look].filter(Boolean).join(' ') || null,
  'data-act': action.word,
  'aria-label': `${action.word.replace('…', '')}: ${job.title}`,
  onclick: action.run,
}, action.word);
