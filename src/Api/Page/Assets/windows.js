// The windows of the last ten minutes as bars that move with time. The newest one is open, and fills.
import { serverNow } from "./api.js";
import { count, el, picker, plural, scale, short, text } from "./svg.js";

const SIZE = 10000;
const SPAN = 600000;
const KEPT = 700000;
const HEIGHT = 220;
const TOP = 18;
const BOTTOM = 24;
const LEFT = 38;

export class WindowChart {
  constructor(host, detail, openCount) {
    Object.assign(this, { host, detail, openCount, windows: new Map(), picked: null, loaded: false });
    picker(host, {
      size: () => SPAN / SIZE,
      at: x => this.startAt(x),
      onPick: index => { this.picked = index; this.draw(); },
    });
  }

  put(window) {
    const start = Date.parse(window.window_start);
    if (start < serverNow() - KEPT) return;
    const known = this.windows.get(start);
    if (known && known.version > window.version) return;
    this.windows.set(start, window);
    this.draw();
  }

  clear() { this.windows.clear(); }

  // Whatever the store holds has been put.
  setLoaded() {
    this.loaded = true;
    this.draw();
  }

  // The drawing happens once a frame, however many changes come.
  draw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.render(); });
  }

  get width() { return Math.max(280, this.host.clientWidth); }

  // The right edge lies one window ahead, so that the open one is seen whole.
  x(time) { return LEFT + (time - (this.now + SIZE - SPAN)) / SPAN * (this.width - LEFT - 2); }

  // The window that is so many windows after the left edge's.
  startAt(x) {
    const time = this.now + SIZE - SPAN + (x - LEFT) / (this.width - LEFT - 2) * SPAN;
    const index = Math.floor((time - this.first) / SIZE);
    return index < 0 || index >= SPAN / SIZE ? null : index;
  }

  render() {
    // The chart moves a tenth of a bar each second.
    this.now = Math.floor(serverNow() / 1000) * 1000;
    const open = Math.floor(this.now / SIZE) * SIZE;
    this.first = open - SPAN + SIZE;
    for (const start of this.windows.keys()) if (start < this.now - KEPT) this.windows.delete(start);

    const shown = [...this.windows].filter(([start]) => start >= this.first - SIZE && start <= open + SIZE);
    const { top, steps } = scale(Math.max(10, ...shown.map(([, w]) => w.count)), 4);
    const y = value => HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    const svg = el("svg", { viewBox: `0 0 ${this.width} ${HEIGHT}`, height: HEIGHT, "aria-hidden": "true" });
    this.drawGrid(svg, steps, y);
    if (this.picked !== null) svg.append(this.column("picked", this.first + this.picked * SIZE));
    for (const [start, window] of shown) this.drawBar(svg, start, window, y);
    this.drawSlot(svg, open);
    if (shown.length === 0 && this.loaded) svg.append(text("No event in the last ten minutes.", { class: "empty", x: this.width / 2, y: HEIGHT / 2 }));
    this.host.replaceChildren(svg);
    this.openCount.textContent = count(this.windows.get(open)?.count ?? 0);
    this.describe(open);
  }

  drawGrid(svg, steps, y) {
    for (const step of steps) {
      svg.append(el("line", { class: step ? "grid" : "axis", x1: LEFT, x2: this.width, y1: y(step), y2: y(step) }));
      svg.append(text(short(step), { x: LEFT - 8, y: y(step) + 4, "text-anchor": "end" }));
    }
    const every = this.width < 520 ? 180000 : this.width < 800 ? 120000 : 60000;
    for (let time = Math.ceil((this.now + SIZE - SPAN) / every) * every; time <= this.now; time += every) {
      if (this.x(time) < LEFT + 20 || this.x(time) > this.width - 20) continue;
      svg.append(el("line", { class: "axis", x1: this.x(time), x2: this.x(time), y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 4 }));
      svg.append(text(clock(time, false), { x: this.x(time), y: HEIGHT - 5, "text-anchor": "middle" }));
    }
  }

  column(kind, start, attributes) {
    const pitch = this.x(SIZE) - this.x(0);
    const gap = pitch > 8 ? 2 : 1;
    const left = Math.max(LEFT, this.x(start) + gap / 2);
    const width = Math.max(0, Math.min(this.x(start) + pitch - gap / 2, this.width) - left);
    return el("rect", { class: kind, x: left, width, y: TOP - 10, height: HEIGHT - BOTTOM - TOP + 10, rx: Math.min(2, width / 3), ...attributes });
  }

  drawBar(svg, start, window, y) {
    const top = Math.min(y(window.count), HEIGHT - BOTTOM - 1);
    const bar = this.column("bar " + kind(window, this.now), start, { y: top, height: HEIGHT - BOTTOM - top });
    if (Number(bar.getAttribute("width")) <= 0) return;
    svg.append(bar);
    if (!window.amended) return;
    const x = Number(bar.getAttribute("x")) + Number(bar.getAttribute("width")) / 2;
    svg.append(el("path", { class: "amended", d: `M${x} ${top - 12}l4.5 4.5-4.5 4.5-4.5-4.5Z` }));
  }

  // The open window's time, and how much of it has passed.
  drawSlot(svg, open) {
    svg.append(this.column("bar slot", open));
    svg.append(el("line", { class: "present", x1: this.x(this.now), x2: this.x(this.now), y1: TOP - 10, y2: HEIGHT - BOTTOM }));
  }

  describe(open) {
    const start = this.picked === null ? null : this.first + this.picked * SIZE;
    if (start === null) {
      const past = this.windows.get(open - SIZE);
      this.detail.replaceChildren(past ? `The window before had ${plural(past.count, "ride")}. Point at a bar, or use the arrow keys, for more.` : "");
      return;
    }
    const window = this.windows.get(start);
    const time = document.createElement("b");
    time.textContent = `${clock(start, true)} – ${clock(start + SIZE, true)}`;
    const words = { final: "final", closing: "not final yet", open: "open" };
    this.detail.replaceChildren(time, window
      ? ` · ${plural(window.count, "ride")} · ${words[kind(window, this.now)]}${window.amended ? ", amended by a late event" : ""} · version ${window.version}`
      : " · no event");
  }
}

function kind(window, now) {
  if (window.final) return "final";
  return Date.parse(window.window_end) > now ? "open" : "closing";
}

function clock(time, seconds) {
  return new Date(time).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", ...(seconds && { second: "2-digit" }) });
}
