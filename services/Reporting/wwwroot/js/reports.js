// The reports that go out by mail; nothing is shown where there are none, or the token may not see them.

import { $, h } from './dom.js';
import { get } from './api.js';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const moment = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

const rhythm = ({ every, on, at, zone }) =>
  `${every === 'week' ? `each ${weekdays[on - 1]}` : every === 'month' ? `each month on day ${on}` : 'each day'} at ${at} ${zone}`;

/** Shows them, unless something else was asked for meanwhile. */
export async function showReports(finance, isWanted) {
  const { items } = finance ? await get('report-schedules', {}) : { items: [] };
  if (!isWanted()) {
    return;
  }
  $('reports-panel').hidden = items.length === 0;
  $('reports').replaceChildren(...items.map(row));
}

function row(schedule) {
  const last = schedule.runs[0];
  return h('li', {},
    h('strong', {}, schedule.name), ` ${schedule.report}, ${rhythm(schedule)}`,
    h('span', { class: 'soft' }, `To ${schedule.to.join(', ')}. ${schedule.nextAt
      ? `Next ${moment.format(new Date(schedule.nextAt))}.` : 'Paused.'} ${last ? `Last ${last.period}: ${last.state}.` : 'Nothing was sent yet.'}`));
}
