// What states, codes, sizes and times are called. No code of the protocol is shown where a word will do.

const states = {
  accepted: ['Waiting for the server', 'wait', ''],
  opened: ['Coming in', 'wait', ''],
  waiting: ['Waiting', 'wait', ''],
  held: ['Held', 'held', 'warn'],
  released: ['Starting', 'go', 'go'],
  printing: ['Printing', 'go', 'go'],
  suspect: ['No news', 'warn', 'warn'],
  removing: ['Being removed', 'bad', ''],
  completed: ['Printed', 'ok', 'ok'],
  failed: ['Failed', 'bad', 'bad'],
  interrupted: ['Interrupted', 'warn', 'bad'],
  cancelled: ['Cancelled', 'bad', ''],
  refused: ['Refused', 'bad', 'bad'],
};

const reasons = {
  'printer-busy': 'The printer is busy with other jobs.',
  'printer-stopped': 'The printer has stopped.',
  'queue-paused': 'The queue is paused by an operator.',
  held: 'Held back until it is released.',
  'printer-checked': 'The printer did not take it; it is tried again after a check.',
};

const printerStates = {
  idle: ['Ready', 'ok', 'ok'],
  busy: ['Busy', 'go', 'go'],
  stopped: ['Stopped', 'warn', 'bad'],
  paused: ['Paused', 'held', 'warn'],
  'takes no new jobs': ['Takes no jobs', 'bad', 'warn'],
  'out of service': ['Out of service', 'bad', ''],
};

const steps = {
  job_opened: 'Asked for', job_described: 'Document ready, in the queue', job_refused: 'Refused', go_ahead_issued: 'Go-ahead',
  go_ahead_confirmed: 'Go-ahead received', go_ahead_expired: 'Go-ahead not taken', transfer_started: 'Printing begins',
  transfer_start_failed: 'Could not begin', resource_check_asked: 'Printer is checked', job_suspected: 'No news of it',
  administrator_alerted: 'Administrator told', slot_freed: 'Place given back', agent_heard_again: 'Heard of again',
  transfer_completed: 'Printed', transfer_failed: 'Broken off', transfer_interrupted: 'Interrupted', job_cancelled: 'Cancelled',
  job_held: 'Held', job_released: 'Released', job_prioritised: 'Priority changed', job_reordered: 'Place changed',
  removal_ordered: 'Removal ordered', removal_reminded: 'Removal ordered again', job_moved: 'Moved', move_refused: 'Not moved',
  wait_chosen: 'You wait', resend_chosen: 'To be printed again',
};

const number = new Intl.NumberFormat();
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const stateOf = state => states[state] ?? [state, 'wait', ''];
export const printerStateOf = state => printerStates[state] ?? [state, 'wait', ''];

/** Whether a printer takes new jobs at all. */
export const takesJobs = printer => !['out of service', 'takes no new jobs'].includes(printer.state);

export const timeOf = at => clock.format(new Date(at));
export const exactTimeOf = at => exact.format(new Date(at));

/** The step of a timeline: its word, or the stored name made readable. */
export const stepOf = type => steps[type] ?? (type.charAt(0).toUpperCase() + type.slice(1)).replaceAll('_', ' ');

export function dayOf(at) {
  const day = new Date(at);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86400000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : date.format(day);
}

export function bytes(count) {
  if (count == null) {
    return '';
  }
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < 4) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${['bytes', 'kB', 'MB', 'GB', 'TB'][unit]}`;
}

export function duration(seconds) {
  if (seconds < 1) {
    return 'under 1 s';
  }
  if (seconds < 100) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "about 2 min"; nothing when nobody knows. */
export const about = seconds => seconds == null ? '' : seconds < 5 ? 'at once' : `in about ${duration(seconds)}`;

export const waiting = count => count === 0 ? 'nobody waits' : `${number.format(count)} waiting`;

export const plural = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;

/** "12 pages, 3 copies"; nothing when nobody knows. */
export const pagesOf = ({ document: facts }) => [
  facts?.pages && plural(facts.pages, 'page', 'pages'),
  facts?.copies > 1 && `${facts.copies} copies`,
].filter(Boolean).join(', ');

/** Why a job is where it is, and for how long: one or two sentences. */
export function whyOf(job) {
  if (job.question?.answered) {
    return `${job.question.text.split(/(?<=\.)\s/)[0]} You wait for it; the job goes on by itself.`;
  }
  if (job.state === 'accepted') {
    return 'The document is safe here. The ticket server has not answered yet.';
  }
  if (job.state === 'suspect') {
    return 'The server has not heard of this job for a while.';
  }
  if (job.state !== 'waiting' && job.state !== 'held') {
    return '';
  }
  if (job.state === 'held' && job.advice?.code === 'budget-exhausted') {
    return `${job.advice.text} It goes by itself as soon as there is enough.`;
  }
  const place = job.position === 1 ? 'Next in line' : job.position ? `Number ${number.format(job.position)} in line` : '';
  const start = job.startsInSeconds == null ? '' : `starts ${about(job.startsInSeconds)}`;
  const first = [place, start].filter(Boolean).join(', ');
  return [first && `${first.charAt(0).toUpperCase()}${first.slice(1)}.`, reasons[job.why] ?? job.why].filter(Boolean).join(' ');
}

/** What a user should know of a job that was taken all the same. */
export const adviceOf = ({ advice }) =>
  advice ? [advice.text, advice.fetch && `Install version ${advice.fetch}.`].filter(Boolean).join(' ') : '';

/** What an ended job's user should know. */
export function endOf(job) {
  switch (job.state) {
    case 'completed': return '';
    case 'interrupted':
      return `Cut off in mid-transfer: part of it may have come out. Look at ${job.printer} before you print it again.`;
    case 'cancelled': return job.code === 'cancelled-by-user' || job.code === 'cancelled' ? '' : job.text ?? job.code ?? '';
    default: return [job.text ?? job.code, job.fetch && `Install version ${job.fetch}.`].filter(Boolean).join(' ');
  }
}

/** Seconds from printing in the application to the last byte at the printer. */
export const tookOf = job => job.endedAt ? (new Date(job.endedAt) - new Date(job.acceptedAt)) / 1000 : null;

export const percent = job => job.bytes ? Math.min(100, Math.floor(100 * job.bytesSent / job.bytes)) : 0;
