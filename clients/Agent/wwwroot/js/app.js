// Puts the page together.

import { $, h, setText } from './dom.js';
import { addEnded, dropOpen, reloadHistory, startHistory } from './history.js';
import { drawJobs } from './jobs.js';
import { showHelp, startKeys } from './keys.js';
import { choosePrint, startDrop } from './print.js';
import { drawFault, drawPrinters } from './printers.js';
import { drawQuestions } from './questions.js';
import { announceJob } from './say.js';
import { loadPrinters, loadPrintersSoon, state, take, watch } from './store.js';
import { openStream } from './stream.js';

const views = ['jobs', 'history', 'printers'];
let stream = null;

function showView(focus) {
  const view = views.find(name => location.hash === `#/${name}`) ?? 'jobs';
  document.body.dataset.view = view;
  for (const name of views) {
    $(`view-${name}`).hidden = name !== view;
  }
  for (const link of document.querySelectorAll('[data-view]:is(a)')) {
    link.dataset.view === view ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  }
  if (focus) {
    scrollTo(0, 0);
    $(`h-${view}`).focus({ preventScroll: true });
  }
}

const away = 'The agent does not answer. Jobs it has accepted are kept and go on when it runs again.';

function offline({ pause, text }) {
  const box = $('banner');
  [box.dataset.offline, box.hidden] = ['1', false];
  if (!box.querySelector('button')) {
    box.replaceChildren(h('span'), ' ', h('button', { type: 'button', class: 'small', onclick: () => stream.retry() }, 'Try now'));
  }
  setText(box.querySelector('span'), text ?? away);
  box.title = `Next try in ${Math.ceil(pause / 1000)} s`;
}

function online() {
  const box = $('banner');
  delete box.dataset.offline;
  box.removeAttribute('title');
  drawFault();
}

function signedOut() {
  document.querySelector('.top').remove();
  $('banner').hidden = true;
  $('main').replaceChildren(h('div', { class: 'plain' },
    h('h1', { tabindex: -1 }, 'Please open this page again'),
    h('p', {}, 'There is no session here, or it has ended. Run this on your computer:'),
    h('p', {}, h('code', {}, 'ticketflow open'))));
  document.querySelector('h1').focus();
}

/** Many changes at once are drawn once. */
function once(draw) {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
}

const redraw = once(() => {
  drawQuestions();
  drawJobs();
});

watch('jobs', redraw);
watch('summary', () => { drawFault(); redraw(); });
watch('printers', () => { drawPrinters(); drawQuestions(); });
watch('ended', job => job ? addEnded(job) : reloadHistory());
watch('news', announceJob);
watch('news', dropOpen);
watch('hello', () => setText($('who'), `${state.hello.user} on ${state.hello.computer}`));

$('print').addEventListener('click', () => choosePrint());
$('help').addEventListener('click', showHelp);
$('reload-printers').addEventListener('click', loadPrinters);
addEventListener('hashchange', () => showView(true));
document.addEventListener('visibilitychange', () => document.hidden || loadPrintersSoon());

showView(false);
drawJobs();
drawPrinters();
startHistory();
startDrop();
startKeys();
stream = openStream((name, value) => {
  switch (name) {
    case 'online': online(); break;
    case 'offline': offline(value); break;
    case 'signedout': signedOut(); break;
    default: take(name, value);
  }
});
