// Small tools for the document. Texts of users and printers only ever become text nodes.

const svg = 'http://www.w3.org/2000/svg';

/** Makes an element: h('p', { class: 'soft', onclick: f }, 'text', child). False and null are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return element;
}

/** Makes an SVG element. */
export function s(tag, props = {}, ...children) {
  const element = document.createElementNS(svg, tag);
  for (const [name, value] of Object.entries(props)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const paths = {
  wait: 'M8 4v4l2.500 1.500M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13z',
  go: 'M4.500 6V2h7v4M4.500 11.500H2V6.500h12v5h-2.500M4.500 9.500h7V14h-7z',
  ok: 'M3 8.500 6.500 12 13 4.500',
  bad: 'M4 4l8 8M12 4l-8 8',
  warn: 'M8 2 1.500 13.500h13zM8 6.500v3.500M8 12v.01',
  held: 'M5.500 3.500v9M10.500 3.500v9',
  move: 'M2.500 8h11M9.500 4l4 4-4 4',
};

/** A drawn sign; always next to words, so it says nothing itself. */
export const glyph = name => s('svg', { class: 'glyph', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, s('path', { d: paths[name] }));

export const $ = id => document.getElementById(id);

/** Changes a text only when it is another one, so that screen readers and selections are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Brings the children of a list in line with items: made, brought up to date, moved and removed by their keys. The element with the
 * focus keeps it; when its item goes, the focus goes to the neighbour, or to the fallback.
 */
export function reconcile(list, items, key, make, update, fallback) {
  const present = new Map([...list.children].map(child => [child.dataset.key, child]));
  const focused = document.activeElement;
  const within = focused && list.contains(focused) ? [...list.children].find(child => child.contains(focused)) : null;
  const place = within ? [...list.children].indexOf(within) : -1;
  let next = list.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let child = present.get(id);
    present.delete(id);
    if (!child) {
      child = make(item);
      child.dataset.key = id;
    }
    update(child, item);
    if (child === next) {
      next = next.nextElementSibling;
    } else {
      list.insertBefore(child, next);
    }
  }
  present.forEach(child => child.remove());
  if (!within || document.activeElement === focused) {
    return;
  }
  if (focused.isConnected) {
    focused.focus({ preventScroll: true });
  } else {
    const near = list.children[Math.min(place, list.children.length - 1)];
    (near?.querySelector('button') ?? fallback)?.focus({ preventScroll: true });
  }
}

/** Calls at most once in a while, and always after the last call; calls that never cease do not hold it up. */
export function calm(run, milliseconds) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => {
      timer = 0;
      run();
    }, milliseconds);
  };
}
