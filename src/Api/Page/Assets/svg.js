// A few lines to draw with.
const NS = "http://www.w3.org/2000/svg";

export function el(name, attributes = {}, ...children) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export const text = (content, attributes) => el("text", attributes, content);

// The smallest of 1, 2, 5 times a power of ten, in whole steps, that leaves at most that many lines.
export function scale(max, lines) {
  const raw = Math.max(max, 1) / lines;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].map(n => n * power).find(n => n >= raw));
  const top = Math.max(step, Math.ceil(max / step) * step);
  return { top, steps: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step) };
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const money = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });

export const short = value => (value >= 10000 ? compact : whole).format(value);
export const count = value => whole.format(value);
export const dollars = value => money.format(value);
export const plural = (value, word) => count(value) + " " + word + (value === 1 ? "" : "s");

// Moves a choice along a chart: by pointer, and by the arrow keys.
export function picker(host, { size, at, onPick }) {
  let picked = null;
  const pick = index => { picked = index; onPick(index); };
  host.addEventListener("pointermove", event => pick(at(event.clientX - host.getBoundingClientRect().left)));
  host.addEventListener("pointerleave", () => pick(null));
  host.addEventListener("blur", () => pick(null));
  host.addEventListener("keydown", event => {
    const last = size() - 1;
    const moves = { ArrowLeft: (picked ?? last + 1) - 1, ArrowRight: (picked ?? -1) + 1, Home: 0, End: last, Escape: null };
    if (!(event.key in moves) || last < 0) return;
    event.preventDefault();
    const to = moves[event.key];
    pick(to === null ? null : Math.min(last, Math.max(0, to)));
    host.nextElementSibling.setAttribute("aria-live", "polite");
  });
}
