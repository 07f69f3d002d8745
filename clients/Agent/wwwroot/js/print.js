// Printing a file from here: picked or dropped, one job for each.

import { submit } from './api.js';
import { $, h, setText } from './dom.js';
import { openDialog } from './dialogs.js';
import { printerOptions } from './actions.js';
import { toast } from './say.js';
import { loadPrinters, state } from './store.js';
import { bytes } from './words.js';

const remembered = 'ticketflow.printer';

function remember(printer) {
  try {
    localStorage.setItem(remembered, printer);
  } catch {
    // A browser that keeps nothing: the first printer is proposed again.
  }
}

function recall() {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}

const listed = files => files.map(file => `${file.name} (${bytes(file.size)})`).join(', ');

/** Opens the dialog; files may be there already. */
export async function choosePrint(files = [], printer = null) {
  if (document.querySelector('dialog[open]')) {
    return;
  }
  if (!state.printers) {
    await loadPrinters();
  }
  const options = printerOptions();
  openDialog('Print a file', (close, dialog) => options.length === 0
    ? [h('p', { class: 'error' }, state.printersError ?? 'There is no printer you may use. Ask your administrator.')]
    : [form(files, options, printer ?? recall(), close, dialog)]);
}

function form(files, options, printer, close, dialog) {
  const input = h('input', { type: 'file', id: 'file', multiple: true, 'aria-describedby': 'picked' });
  const picked = h('p', { id: 'picked', class: 'note', role: 'status' },
    files.length ? listed(files) : 'or drop files anywhere on this page');
  const select = h('select', { id: 'to', required: true }, options.map(option =>
    h('option', { value: option.value, selected: option.value === printer, disabled: option.disabled },
      `${option.text} – ${option.note}`)));
  const said = h('p', { class: 'error', role: 'alert', hidden: true });
  const bar = h('progress', { max: 100, value: 0, hidden: true, 'aria-label': 'Handing the document to the agent' });
  const send = h('button', { class: 'primary', disabled: !files.length }, 'Print');
  const take = list => {
    files = [...list];
    setText(picked, listed(files));
    send.disabled = !files.length;
  };
  input.addEventListener('change', () => take(input.files));
  dialog.addEventListener('files', event => take(event.detail));
  const made = h('form', { class: 'stack' },
    h('div', { class: 'zone' }, h('label', { for: 'file' }, 'Files'), input, picked),
    h('div', {}, h('label', { for: 'to' }, 'Printer'), select),
    bar, said,
    h('div', { class: 'row end' }, h('button', { type: 'button', onclick: close }, 'Not now'), send));
  made.addEventListener('submit', async event => {
    event.preventDefault();
    [send.disabled, bar.hidden, said.hidden] = [true, false, true];
    try {
      await sendAll(files, select.value, bar);
      remember(select.value);
      close();
    } catch (error) {
      setText(said, error.message);
      [send.disabled, bar.hidden, said.hidden] = [false, true, false];
    }
  });
  return made;
}

async function sendAll(files, printer, bar) {
  const all = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  for (const file of files) {
    if (state.hello && file.size > state.hello.maxDocument) {
      throw new Error(`${file.name} is larger than this agent takes (${bytes(state.hello.maxDocument)}).`);
    }
    await submit(file, printer, loaded => { bar.value = 100 * (before + loaded) / all; });
    before += file.size;
  }
  toast(files.length === 1
    ? `“${files[0].name}” is on its way to ${printer}.`
    : `${files.length} files are on their way to ${printer}.`);
}

/** Files dragged over the window. */
export function startDrop() {
  let depth = 0;
  const withFiles = event => [...(event.dataTransfer?.types ?? [])].includes('Files');
  const show = on => { $('drop').hidden = !on; };
  addEventListener('dragenter', event => withFiles(event) && show((depth += 1) > 0));
  addEventListener('dragleave', event => withFiles(event) && show((depth -= 1) > 0));
  addEventListener('dragover', event => withFiles(event) && event.preventDefault());
  addEventListener('drop', event => {
    if (!withFiles(event)) {
      return;
    }
    event.preventDefault();
    depth = 0;
    show(false);
    const files = [...event.dataTransfer.files];
    const dialog = document.querySelector('dialog[open]');
    if (dialog) {
      dialog.dispatchEvent(new CustomEvent('files', { detail: files }));
    } else {
      choosePrint(files);
    }
  });
}
