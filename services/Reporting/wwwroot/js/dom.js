// Small tools for the document. Texts of users and printers only ever become text nodes.

const svg = 'http://www.w3.org/2000/svg';

/** Makes an element: h('p', { class: 'soft' }, 'text', child). False and null are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === true) {
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

export const $ = id => document.getElementById(id);
