// Dialogs: the browser's own element keeps the focus inside, closes with Escape and gives the focus back.

import { h } from './dom.js';

let titles = 0;

/** Opens a dialog with a heading; its content can close it. Returns the element. */
export function openDialog(title, build, { wide = false, onclose } = {}) {
  const id = `dialog-${titles += 1}`;
  const dialog = h('dialog', { 'aria-labelledby': id, class: wide ? 'wide' : null });
  const close = () => dialog.close();
  const heading = h('h2', { id }, title);
  dialog.append(h('div', { class: 'stack' }, heading, ...build(close, dialog)));
  dialog.append(h('button', { type: 'button', class: 'quiet icon close', 'aria-label': 'Close', onclick: close }, '×'));
  const opener = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (document.activeElement === document.body) {
      (opener?.isConnected && opener !== document.body ? opener : document.querySelector('.view:not([hidden]) h1')).focus();
    }
    onclose?.();
  });
  dialog.addEventListener('click', event => event.target === dialog && close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks before something that cannot be taken back. */
export function confirm(title, text, yes, run) {
  openDialog(title, close => [
    h('p', {}, text),
    h('div', { class: 'row end' },
      h('button', { type: 'button', autofocus: true, onclick: close }, 'Keep it'),
      h('button', { type: 'button', class: 'danger', onclick: () => { close(); run(); } }, yes)),
  ]);
}

/** A list to choose one from. Options: value, text, note, disabled. */
export function choices(name, options, chosen) {
  return h('div', { class: 'choices' }, options.map(option => h('label', { class: 'choice' },
    h('input', { type: 'radio', name, value: option.value, checked: option.value === chosen, disabled: option.disabled, required: true }),
    h('span', {}, option.text, option.note && h('small', {}, option.note)))));
}
