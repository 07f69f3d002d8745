// Figures as bars; each also in words or as a table for whoever does not see them.

import { h, s } from './dom.js';
import { dayName } from './words.js';

const [height, left, bottom] = [240, 8, 22];

/** A small screen: the plot is drawn as wide as page.css lets it be there, so that its letters keep their size. */
export const narrow = matchMedia('(max-width: 640px)');

/** Bars, one a day. */
export function days(values, what, format) {
  if (values.length === 0) {
    return [h('p', { class: 'soft' }, 'Nothing in this month.')];
  }
  const width = narrow.matches ? 680 : 1120;
  const most = Math.max(...values.map(v => v.value), 1);
  const step = (width - left) / values.length;
  const tall = height - bottom - 18;
  const bars = values.map(({ day, value }, i) => {
    const size = Math.max(value > 0 ? 2 : 0, tall * value / most);
    const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    const bar = s('rect', {
      x: left + i * step + 2, y: height - bottom - size, width: Math.max(1, step - 4), height: size, rx: 3, ...(weekend && { class: 'off' }),
    });
    bar.append(s('title', {}, `${dayName(day)}: ${format(value)}`));
    return bar;
  });
  const ticks = values.map(({ day }, i) => (i % Math.ceil(values.length / 16) ? null
    : s('text', { x: left + (i + 0.5) * step, y: height - 6, 'text-anchor': 'middle' }, String(Number(day.slice(8)))))).filter(Boolean);
  const total = values.reduce((sum, v) => sum + v.value, 0);
  const words = `${what} per day: ${format(total)} in all, at most ${format(most)} on ${dayName(values.find(v => v.value === most)?.day
    ?? values[0].day)}.`;
  return [
    h('div', { class: 'draw', tabindex: '0', role: 'group', 'aria-label': `Plot of ${what.toLowerCase()} per day` },
      s('svg', { class: 'plot', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': words },
      s('line', { x1: left, x2: width, y1: height - bottom + 0.5, y2: height - bottom + 0.5 }),
      s('line', { x1: left, x2: width, y1: 18.5, y2: 18.5 }),
      s('text', { x: left, y: 13 }, format(most)), ...bars, ...ticks)),
    h('details', {}, h('summary', {}, 'As a table'), h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${what} per day` },
      table(['Day', what], values.map(v => [dayName(v.day), format(v.value)])))),
  ];
}

/** Rows with a bar: [{ name, value, text, kind }]. */
export function bars(heads, rows) {
  if (rows.length === 0) {
    return h('p', { class: 'soft' }, 'None in this month.');
  }
  const most = Math.max(...rows.map(row => row.value), Number.MIN_VALUE);
  return h('table', {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, heads[0]), h('td', { class: 'wide' }), h('th', { scope: 'col', class: 'n' }, heads[1]))),
    h('tbody', {}, rows.map(row => h('tr', {},
      h('th', { scope: 'row' }, row.name),
      h('td', { class: 'wide' }, s('svg', { class: `bar ${row.kind ?? ''}`, viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        s('rect', { width: Math.max(0.5, 100 * row.value / most), height: 10, rx: 1 }))),
      h('td', { class: 'n' }, row.text)))));
}

/** A plain table: the first column names the row. */
export function table(heads, rows) {
  return h('table', {},
    h('thead', {}, h('tr', {}, heads.map((head, i) => h('th', { scope: 'col', class: i > 0 && 'n' }, head)))),
    h('tbody', {}, rows.map(row => h('tr', {}, row.map((cell, i) =>
      i === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: 'n' }, cell))))));
}
