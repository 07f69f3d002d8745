// Returns what is wrong with the page as it stands: controls without a name, texts without contrast, things that do not fit.
() => {
  const faults = [];
  const dialog = document.querySelector('dialog[open]');
  const root = dialog ?? document.body;
  const shown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && element.getClientRects().length > 0;
  const named = element => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className}`
    + ` "${(element.textContent ?? '').trim().slice(0, 40)}"`;

  function nameOf(element) {
    const label = element.getAttribute('aria-label')
      || (element.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ')
      || [...(element.labels ?? [])].map(one => one.textContent).join(' ')
      || (element.tagName === 'INPUT' ? '' : element.textContent)
      || element.getAttribute('alt');
    return (label ?? '').trim();
  }

  for (const control of root.querySelectorAll('a[href], button, input, select, progress, dialog, [role=img], nav, section')) {
    if (shown(control) && !nameOf(control)) {
      faults.push(`no name: ${named(control)}`);
    }
  }
  if (dialog && !nameOf(dialog)) {
    faults.push('the dialog has no name');
  }
  for (const id of [...document.querySelectorAll('[id]')].map(element => element.id)) {
    if (document.querySelectorAll(`[id="${CSS.escape(id)}"]`).length > 1) {
      faults.push(`two elements are called ${id}`);
    }
  }
  for (const needed of ['header', 'nav', 'main', '[aria-live=polite]', 'h1']) {
    if (!document.querySelector(needed)) {
      faults.push(`there is no ${needed}`);
    }
  }
  const levels = [...root.querySelectorAll('h1, h2, h3, h4')].filter(shown).map(heading => +heading.tagName[1]);
  levels.forEach((level, index) => index > 0 && level > levels[index - 1] + 1 && faults.push(`a heading skips from ${levels[index - 1]} to ${level}`));

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  function rgba(color) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  function background(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) {
        break;
      }
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  }
  const light = color => color.slice(0, 3)
    .map(value => value / 255)
    .map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  function contrast(one, other) {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }
  for (const element of root.querySelectorAll('*')) {
    const writes = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!writes || !shown(element) || element.closest(':disabled, .unseen, .skip, option, svg')) {
      continue;
    }
    const below = background(element);
    const ratio = contrast(over(rgba(getComputedStyle(element).color), below), below);
    if (ratio < 4.5) {
      faults.push(`contrast ${ratio.toFixed(2)}: ${named(element)}`);
    }
  }

  if (document.documentElement.scrollWidth > innerWidth) {
    faults.push(`the page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`);
  }
  if (dialog && dialog.scrollWidth > dialog.clientWidth) {
    faults.push(`the dialog's content is ${dialog.scrollWidth} wide in ${dialog.clientWidth}`);
  }
  for (const control of root.querySelectorAll('a[href], button')) {
    const box = control.getBoundingClientRect();
    if (shown(control) && !control.matches('.link, .skip') && Math.min(box.width, box.height) < 24) {
      faults.push(`too small to hit: ${named(control)} ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }
  }
  return faults;
}
