// How long the last jobs took, as bars; the same in words for whoever does not see them.

import { $, h, s } from './dom.js';
import { duration, plural, tookOf } from './words.js';

const [most, width, height] = [30, 288, 72];

export function drawChart(jobs) {
  const last = jobs.filter(job => job.state === 'completed' && tookOf(job) != null).slice(0, most).reverse();
  $('times').hidden = last.length < 3;
  if (last.length < 3) {
    return;
  }
  const times = last.map(tookOf);
  const ordered = [...times].sort((a, b) => a - b);
  const [middle, longest] = [ordered[Math.floor(ordered.length / 2)], Math.max(...ordered, 1)];
  const step = width / most;

  // Roots: a job of minutes does not flatten those of seconds.
  const bars = times.map((time, index) => {
    const size = Math.max(3, (height - 4) * Math.sqrt(time / longest));
    return s('rect', {
      class: 'ok', rx: 2, width: step - 3, height: size, x: width - (times.length - index) * step, y: height - size,
    });
  });
  const words = `Half of the last ${plural(last.length, 'job', 'jobs')} took at most ${duration(middle)}, `
    + `the longest ${duration(longest)}.`;
  $('chart').replaceChildren(
    s('svg', { class: 'chart', viewBox: `0 0 ${width} ${height + 1}`, role: 'img', 'aria-label': words },
      s('line', { x1: 0, x2: width, y1: height + 0.5, y2: height + 0.5 }), ...bars),
    h('p', { class: 'note', 'aria-hidden': 'true' }, words));
}
