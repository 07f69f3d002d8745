// The finance page: who is there, what is asked, and the figures.

import { $, h } from './dom.js';
import { ApiError, address, enter, get, leave, session } from './api.js';
import { bars, days, narrow } from './plots.js';
import { bytes, cause, duration, money, monthName, number, percent } from './words.js';
import { showInvoices } from './invoices.js';
import { showReports } from './reports.js';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
let role = '';
let asked = 0;

/** Grows with each coming and leaving: what was asked before is nobody's business any more, neither its figures nor its refusal. */
let visit = 0;
let perDay = [];

const parameters = more => ({
  month: $('month').value, zone, department: $('department').value, costCentre: $('costCentre').value, ...more,
});

async function start() {
  const now = new Date();
  const last = new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1));
  $('month').value = new URLSearchParams(location.search || location.hash.slice(1)).get('month') ?? last.toISOString().slice(0, 7);
  try {
    await open(await session());
  } catch (error) {
    close(error instanceof ApiError && error.code === 'token-missing' ? '' : error.message);
  }
}

async function open(who) {
  const mine = ++visit;
  role = who.role;
  $('who').textContent = `${who.name} (${role})`;
  $('measure').querySelector('[value=net]').hidden = role !== 'finance';
  for (const id of ['figures', 'leave', 'nav']) {
    $(id).hidden = false;
  }
  $('door').hidden = true;
  await choose(mine);
}

async function choose(mine) {
  try {
    await choices();
  } catch (error) {
    failed(error, mine);
    return;
  }
  if (mine === visit) {
    await show();
  }
}

function close(reason) {
  visit++;
  for (const id of ['figures', 'leave', 'nav']) {
    $(id).hidden = true;
  }
  $('who').textContent = '';
  $('door').hidden = false;
  $('door-error').hidden = !reason;
  $('door-error').textContent = reason;
  $('token').value = '';
  $('token').focus();
}

/** What can be chosen is what occurs in the month. */
async function choices() {
  const month = $('month').value;
  await Promise.all(['department', 'costCentre'].map(async name => {
    const { items } = await get('statistics', { month, zone, by: name });
    const chosen = $(name).value;
    $(name).replaceChildren(h('option', { value: '' }, 'All'),
      ...items.filter(row => row[name]).map(row => h('option', { value: row[name] }, row[name])));
    $(name).value = items.some(row => row[name] === chosen) ? chosen : '';
  }));
}

async function show() {
  const [mine, here] = [++asked, visit];
  $('tiles').setAttribute('aria-busy', 'true');
  $('trouble').hidden = true;
  try {
    const finance = role === 'finance';
    const [whole, daily, departments, printers, causes, availability, costs, costsDaily] = await Promise.all([
      get('statistics', parameters({ percentiles: 'true' })), get('statistics', parameters({ per: 'day' })),
      get('statistics', parameters({ by: 'department', sort: '-pages' })),
      get('statistics', parameters({ by: 'resource', sort: '-pages', limit: '10' })),
      get('statistics', parameters({ by: 'cause', sort: '-outcomes' })), get('availability', { month: $('month').value, zone }),
      finance ? get('costs', parameters()) : { items: [] }, finance ? get('costs', parameters({ per: 'day' })) : { items: [] },
    ]);
    if (mine !== asked || here !== visit) {
      return;
    }
    tiles(whole.items[0], costs.items);
    perDay = allDays($('month').value).map(day => ({
      day, ...daily.items.find(row => row.period === day), net: sum(costsDaily.items.filter(row => row.period === day), 'net'),
      currency: costsDaily.items[0]?.currency,
    }));
    drawDays();
    lists(departments.items, printers.items, causes.items, availability.items);
    const isWanted = () => mine === asked && here === visit;
    await Promise.all([showInvoices(finance, $('month').value, $('costCentre').value, isWanted), showReports(finance, isWanted)]);
    if (!isWanted()) {
      return;
    }
    links();
    $('title').textContent = monthName($('month').value);
    $('live').textContent = `Figures of ${monthName($('month').value)}.`;
  } catch (error) {
    failed(error, here);
  }
  $('tiles').setAttribute('aria-busy', 'false');
}

function failed(error, mine) {
  if (mine !== visit) {
    return;
  }
  if (error.code === 'token-missing') {
    close('Your token is not good any more.');
    return;
  }
  $('trouble').textContent = error.message;
  $('trouble').hidden = false;
}

function tiles(all, costs) {
  const figures = [
    ['Jobs', number(all?.jobs), all?.jobs ? `${percent(all.completed / all.jobs)} printed` : ''],
    ['Pages', number(all?.pages), all?.pages ? `${percent(all.colourPages / all.pages)} colour` : ''],
    ['Sheets', number(all?.sheets), all?.pages ? `${percent(all.duplexPages / all.pages)} of pages duplex` : ''],
    ...costs.map(row => ['Costs', money(row.net, row.currency), `${number(row.charges)} charges`]),
    ['Waiting', duration(all?.waitP50), `95 %: ${duration(all?.waitP95)}`],
    ['Past the server', bytes(all?.bytesDirect ?? 0), 'sent straight to printers'],
  ];
  $('tiles').replaceChildren(...figures.map(([name, value, more]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, value, h('small', {}, more || '\u00a0')))));
}

function drawDays() {
  const measure = $('measure').value;
  const what = $('measure').selectedOptions[0].textContent;
  const format = measure === 'net' ? value => money(value, perDay[0]?.currency) : number;
  $('days').replaceChildren(...days(perDay.map(row => ({ day: row.day, value: row[measure] ?? 0 })), what, format));
}

function lists(departments, printers, causes, availability) {
  $('departments').replaceChildren(bars(['Department', 'Pages'], departments.map(row => ({
    name: row.department ?? 'none', value: row.pages, text: number(row.pages),
  }))));
  $('printers').replaceChildren(bars(['Printer', 'Pages'], printers.filter(row => row.resource).map(row => ({
    name: row.resource, value: row.pages, text: number(row.pages),
  }))));
  $('causes').replaceChildren(bars(['Cause', 'Times'], causes.filter(row => row.cause).slice(0, 10).map(row => ({
    name: cause(row.cause), value: row.outcomes, text: number(row.outcomes), kind: 'warn',
  }))));
  const worst = [...availability].filter(row => row.availability != null).sort((a, b) => a.availability - b.availability).slice(0, 10);
  $('availability').replaceChildren(bars(['Printer', 'Available'], worst.map(row => ({
    name: `${row.resource} (${row.faults} ${row.faults === 1 ? 'fault' : 'faults'})`, value: row.faultMs, text: percent(row.availability),
    kind: 'bad',
  }))));
}

function links() {
  $('csv-days').href = address('statistics.csv', parameters({ per: 'day' }));
  $('csv-departments').href = address('statistics.csv', parameters({ by: 'department' }));
  $('csv-outcomes').href = address('outcomes.csv', parameters());
}

const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

function allDays(month) {
  const [year, number_] = month.split('-').map(Number);
  const count = new Date(Date.UTC(year, number_, 0)).getUTCDate();
  return Array.from({ length: count }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`);
}

$('door').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    await open(await enter($('token').value.trim()));
  } catch (error) {
    close(error.code === 'token-missing' ? 'This token is not good.' : error.message);
  }
});
$('leave').addEventListener('click', async () => {
  await leave().catch(() => null);
  close('');
});
$('filter').addEventListener('submit', event => event.preventDefault());
$('month').addEventListener('change', async () => {
  if ($('month').value) {
    history.replaceState(null, '', `?month=${$('month').value}`);
    await choose(visit);
  }
});
$('department').addEventListener('change', show);
$('costCentre').addEventListener('change', show);
$('measure').addEventListener('change', drawDays);
narrow.addEventListener('change', drawDays);
start();
