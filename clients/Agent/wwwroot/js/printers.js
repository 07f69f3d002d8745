// The printers one may use, with how busy they are.

import { $, glyph, h, setText } from './dom.js';
import { choosePrint } from './print.js';
import { state } from './store.js';
import { about, plural, printerStateOf, takesJobs, timeOf, waiting } from './words.js';

function card(printer, busiest) {
  const [word, sign, look] = printerStateOf(printer.state);
  const all = printer.waiting + printer.active;
  const bar = h('span');
  bar.style.width = `${100 * all / busiest}%`;
  return h('li', { class: 'printer', 'data-printer': printer.name },
    h('h3', {}, printer.name),
    h('span', { class: `badge ${look}` }, glyph(sign), word),
    h('p', { class: 'note wide' }, [printer.location, waiting(printer.waiting), printer.active > 0 && `${printer.active} printing`]
      .filter(Boolean).join(' · ')),
    printer.text && h('p', { class: 'note wide' }, printer.text),
    h('div', { class: 'queue wide', role: 'img', 'aria-label': `Queue of ${printer.name}: ${plural(all, 'job', 'jobs')}` }, bar),
    h('p', { class: 'note' }, printer.startsInSeconds != null && `New jobs start ${about(printer.startsInSeconds)}`),
    takesJobs(printer) && h('button', { type: 'button', class: 'quiet small', 'aria-label': `Print a file on ${printer.name}`,
      onclick: () => choosePrint([], printer.name) }, 'Print here'));
}

export function drawPrinters() {
  const box = $('printers');
  if (!state.printers && !state.printersError) {
    box.replaceChildren(h('div', { class: 'skeleton' }), h('p', { class: 'unseen' }, 'Loading the printers'));
    return;
  }
  box.setAttribute('aria-busy', 'false');
  const focused = box.contains(document.activeElement) ? document.activeElement.closest('[data-printer]')?.dataset.printer : null;
  const printers = state.printers ?? [];
  const busiest = Math.max(4, ...printers.map(printer => printer.waiting + printer.active));
  box.replaceChildren(...[
    state.printersError && h('p', { class: 'error', role: 'alert' }, state.printersError),
    state.printers && printers.length === 0 && h('p', { class: 'soft' }, 'There is no printer you may use. Ask your administrator.'),
    printers.length > 0 && h('ul', { class: 'printers' }, printers.map(printer => card(printer, busiest))),
    state.printersAt && h('p', { class: 'note' }, `As of ${timeOf(state.printersAt)}`),
  ].filter(Boolean));
  if (focused) {
    box.querySelector(`[data-printer="${CSS.escape(focused)}"] button`)?.focus({ preventScroll: true });
  }
}

/** The server or the agent is away: said once, above everything. */
export function drawFault() {
  const box = $('banner');
  if (box.dataset.offline) {
    return;
  }
  box.hidden = !state.fault;
  setText(box, state.fault ?? '');
}
