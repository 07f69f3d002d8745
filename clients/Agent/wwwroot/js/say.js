// Words to the user: short ones that go by themselves, and the same for screen readers.

import { $, h } from './dom.js';
import { stateOf } from './words.js';

let queued = [];
let timer = 0;

/** Says something to a screen reader when it has finished what it says; many things at once become one sentence. */
export function announce(text) {
  queued.push(text);
  clearTimeout(timer);
  timer = setTimeout(() => {
    $('live').textContent = queued.length > 3 ? `${queued.length} jobs have changed. ${queued.at(-1)}` : queued.join(' ');
    queued = [];
  }, 400);
}

/** Tells what became of a job, but not its progress. */
export function announceJob([before, job]) {
  if (before?.state === job.state && before?.printer === job.printer && !before?.question === !job.question) {
    return;
  }
  announce(job.question && !job.question.answered
    ? `${job.title}: ${job.question.text}`
    : `${job.title}: ${stateOf(job.state)[0].toLowerCase()}, ${job.printer}.`);
}

/** A note at the edge, with a way back where there is one. It stays while it has the focus or the pointer. */
export function toast(text, undo) {
  const note = h('div', { class: 'toast' }, h('span', {}, text));
  if (undo) {
    note.append(h('button', { type: 'button', onclick: () => { note.remove(); undo(); } }, 'Undo'));
  }
  note.append(h('button', { type: 'button', 'aria-label': 'Close this note', onclick: () => note.remove() }, '×'));
  $('toasts').append(note);
  while ($('toasts').children.length > 3) {
    $('toasts').firstElementChild.remove();
  }
  announce(text);
  const leave = () => note.matches(':hover, :focus-within') ? setTimeout(leave, 2000) : note.remove();
  setTimeout(leave, undo ? 10000 : 6000);
}
