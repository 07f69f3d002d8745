// What the page knows. Views register and are told when their part has changed.

import { getPrinters } from './api.js';
import { calm } from './dom.js';

const watchers = new Map();

export const state = {
  jobs: new Map(), open: 0, shown: 0, fault: null, hello: null, loaded: false,
  printers: null, printersAt: null, printersError: null,
};

export function watch(part, run) {
  watchers.set(part, [...(watchers.get(part) ?? []), run]);
}

export function changed(part, value) {
  for (const run of watchers.get(part) ?? []) {
    run(value);
  }
}

/** Asks for the printers. The server tells nobody unasked how busy they are, so this is done when something says they have changed. */
export async function loadPrinters() {
  try {
    state.printers = (await getPrinters()).printers;
    [state.printersAt, state.printersError] = [Date.now(), null];
  } catch (error) {
    state.printersError = error.message;
  }
  changed('printers');
}

export const loadPrintersSoon = calm(loadPrinters, 700);

export const printerOf = name => state.printers?.find(printer => printer.name === name);

/** Takes a word of the stream. */
export function take(name, value) {
  switch (name) {
    case 'hello':
      state.hello = value;
      break;
    case 'jobs': {
      state.jobs = new Map(value.jobs.map(job => [job.key, job]));
      state.loaded = true;
      changed('ended');
      loadPrinters();
      break;
    }
    case 'job': {
      const before = state.jobs.get(value.key);
      if (value.ended) {
        state.jobs.delete(value.key);
        changed('ended', value);
      } else {
        state.jobs.set(value.key, value);
      }
      if (!before || before.state !== value.state || before.printer !== value.printer || !before.question !== !value.question) {
        loadPrintersSoon();
      }
      changed('news', [before, value]);
      break;
    }
    case 'gone':
      state.jobs.delete(value.key);
      break;
    case 'summary':
      [state.open, state.shown, state.fault] = [value.open, value.shown, value.fault ?? null];
      break;
    case 'stale':
      changed('ended');
      break;
  }
  changed(name === 'hello' || name === 'summary' ? name : 'jobs');
}
