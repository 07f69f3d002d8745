// The month's invoices with their downloads; nothing is shown where the service has none to offer.

import { $, h } from './dom.js';
import { get } from './api.js';
import { money } from './words.js';

const forms = [['pdf', 'PDF'], ['csv', 'CSV'], ['xml', 'UBL'], ['json', 'JSON']];

// Said in full, for a narrow page lays the rows out as blocks, and browsers then forget that it is a table.
const [cell, rowHead, head] = [{ role: 'cell' }, { role: 'rowheader', scope: 'row' }, { role: 'columnheader', scope: 'col' }];

/** Shows those of the month, and of the cost centre if one is chosen, unless something else was asked for meanwhile. */
export async function showInvoices(finance, month, costCentre, isWanted) {
  const { items } = finance ? await get('invoices', { month, costCentre }) : { items: [] };
  if (!isWanted()) {
    return;
  }
  $('invoices-panel').hidden = items.length === 0;
  $('nav-invoices').hidden = items.length === 0;
  $('invoices').replaceChildren(h('table', { role: 'table', 'aria-labelledby': 'h-invoices' },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ['Number', 'Cost centre', 'Kind', 'Amount', 'As'].map((name, i) =>
      h('th', { ...head, class: i === 3 && 'n' }, name)))),
    h('tbody', { role: 'rowgroup' }, items.map(row))));
}

function row({ number, kind, costCentre, creditedBy, corrects, gross, currency }) {
  const what = kind.replace('-', ' ') + (creditedBy ? `, credited by ${creditedBy}` : corrects ? ` for ${corrects}` : '');
  return h('tr', { role: 'row' },
    h('th', rowHead, number ?? 'no number yet'), h('td', { ...cell, class: 'payer' }, costCentre || 'none'),
    h('td', { ...cell, class: 'kind' }, what), h('td', { ...cell, class: 'n' }, money(gross, currency)),
    h('td', { ...cell, class: 'as' }, number && h('span', { class: 'downloads' }, forms.map(([suffix, form]) =>
      h('a', {
        href: `api/v1/invoices/${encodeURIComponent(number)}.${suffix}`, 'aria-label': `${number} as ${form}`, download: true,
      }, form)))));
}
