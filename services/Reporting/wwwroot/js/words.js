// Numbers as people read them.

const plain = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const share = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

export const number = value => plain.format(value ?? 0);
export const percent = value => value == null ? '–' : share.format(value);
export const dayName = iso => day.format(new Date(`${iso}T00:00:00Z`));
export const monthName = iso => month.format(new Date(`${iso}-01T00:00:00Z`));
export const money = (value, currency) =>
  currency ? new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(value) : number(value);

export function bytes(value) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function duration(ms) {
  if (ms == null) {
    return '–';
  }
  const seconds = ms / 1000;
  return seconds < 1 ? `${Math.round(ms)} ms` : seconds < 90 ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
    : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const causes = {
  'user-not-allowed': 'not allowed to print there', 'printer-unknown': 'no such printer', 'printer-not-accepting': 'printer takes no jobs',
  'cancelled-by-user': 'cancelled by the user', 'connection-reset': 'printer broke the connection', 'printer-unreachable': 'printer unreachable',
  'agent-restarted': 'computer went down', 'over-quota': 'over quota',
};

export const cause = code => causes[code] ?? code ?? 'unknown';
