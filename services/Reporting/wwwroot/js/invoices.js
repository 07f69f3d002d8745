// The month's invoices with their downloads; nothing is shown where the service has none to offer.

import { $, h } from './dom.js';
import { get } from './api.js';
import { money } from './words.js';

const forms = [['pdf', 'PDF'], ['csv', 'CSV'], ['xml', 'UBL'], ['json', 'JSON']];

export async function showInvoices(finance, month) {
  let items = [];
  try {
    items = finance ? (await get('invoices', { month })).items : [];
  } catch (error) {
    if (error.code !== 'not-found') {
      throw error;
    }
  }
  $('invoices-panel').hidden = items.length === 0;
  $('nav-invoices').hidden = items.length === 0;
  $('invoices').replaceChildren(h('table', {},
    h('thead', {}, h('tr', {}, ['Number', 'Cost centre', 'Kind', 'Amount', 'As'].map((head, i) =>
      h('th', { scope: 'col', class: i === 3 && 'n' }, head)))),
    h('tbody', {}, items.map(row))));
}

function row(invoice) {
  const name = invoice.number ?? 'draft';
  return h('tr', {},
    h('th', { scope: 'row' }, name), h('td', {}, invoice.costCentre ?? 'none'), h('td', {}, invoice.creditedBy ? `${invoice.kind}, credited by ${invoice.creditedBy}` : invoice.kind),
    h('td', { class: 'n' }, money(invoice.gross, invoice.currency)),
    h('td', {}, h('span', { class: 'downloads' }, !invoice.number ? '' : forms.map(([suffix, form]) =>
      h('a', { href: `api/v1/invoices/${encodeURIComponent(name)}.${suffix}`, 'aria-label': `${name} as ${form}`, download: true }, form)))));
}
