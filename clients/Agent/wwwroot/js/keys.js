// Single keys, for those who like them; they can be switched off, and never act while one writes.

import { actionsOf } from './actions.js';
import { $, h } from './dom.js';
import { openDialog } from './dialogs.js';
import { choosePrint } from './print.js';
import { state } from './store.js';

const switched = 'ticketflow.keys';
const keys = [
  ['1 2 3', 'Jobs, history, printers'], ['n', 'Print a file'], ['/', 'Search the history'],
  ['a', 'Go to the question of a stopped printer'],
  ['j k', 'Next and previous job'], ['Enter', 'All about the job'], ['h', 'Hold or release the job'], ['m', 'Move the job'],
  ['c', 'Cancel the job'], ['?', 'This help'], ['Esc', 'Close a dialog'],
];

let on = true;
try {
  on = localStorage.getItem(switched) !== 'off';
} catch {
  // A browser that keeps nothing: they are on.
}

export function showHelp() {
  const box = h('input', { type: 'checkbox', checked: on, onchange: event => turn(event.target.checked) });
  openDialog('Help', () => [
    h('p', {}, 'Your computer sends each document straight to the printer when it is its turn. '
      + 'Jobs are safe here over restarts and power cuts.'),
    h('h3', {}, 'Keys'),
    h('dl', { class: 'keys' }, keys.map(([key, what]) =>
      [h('dt', {}, key.split(' ').map((k, i) => [i > 0 && ' ', h('kbd', {}, k)])), h('dd', {}, what)])),
    h('label', { class: 'choice' }, box, h('span', {}, 'Single keys act',
      h('small', {}, 'Switch this off when they get in the way of a screen reader or of speech input.'))),
    state.hello && h('p', { class: 'note' }, `Agent ${state.hello.agent} on ${state.hello.computer}, version ${state.hello.version}.`),
  ].filter(Boolean));
}

function turn(value) {
  on = value;
  try {
    localStorage.setItem(switched, value ? 'on' : 'off');
  } catch {
    // Until the page is closed, then.
  }
}

/** The job that has the focus. */
const focusedJob = () => state.jobs.get(document.activeElement?.closest('.job')?.dataset.key);

function step(by) {
  const links = [...$('jobs').querySelectorAll('.job .link')];
  const at = links.findIndex(link => link.closest('.job').contains(document.activeElement));
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}

/** Where the field is in sight already it gets the focus at once: what is typed next belongs there. */
function searchHistory() {
  if (location.hash === '#/history') {
    $('q').focus();
    return;
  }
  location.hash = '/history';
  setTimeout(() => $('q').focus());
}

const plain = {
  1: () => { location.hash = '/jobs'; },
  2: () => { location.hash = '/history'; },
  3: () => { location.hash = '/printers'; },
  n: () => choosePrint(),
  '/': searchHistory,
  '?': showHelp,
  a: () => { location.hash = '/jobs'; setTimeout(() => document.querySelector('.ask button')?.focus()); },
  j: () => step(1),
  k: () => step(-1),
};

export function startKeys() {
  addEventListener('keydown', event => {
    const writes = event.target.closest?.('input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]');
    if (!on || writes || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) {
      return;
    }
    const job = focusedJob();
    const run = plain[event.key] ?? (job && actionsOf(job).find(action => action.key === event.key)?.run);
    if (run) {
      event.preventDefault();
      run();
    }
  });
}
