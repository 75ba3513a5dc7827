// Rides and total amount of the latest days that have any. Where days are missing in between, the axis is broken.
import { count, dollars, el, picker, plural, scale, short, text } from "./svg.js";

const PANEL = 120;
const GAP = 30;
const TOP = 22;
const BOTTOM = 24;
const LEFT = 46;
const MIN_PITCH = 13;
const MAX_PITCH = 46;
const MAX_ROWS = 400;
const DAY = 86400000;
const HALF_LETTER = 3.4;
const PANELS = [
  { title: "Rides", value: day => day.rides, format: short },
  { title: "Total amount, $", value: day => day.total_amount, format: short },
];

export class DayChart {
  constructor(host, detail, rows) {
    Object.assign(this, { host, detail, rows, days: [], shown: [], boundary: null, picked: null, seen: "" });
    picker(host, {
      size: () => this.shown.length,
      at: x => (x < LEFT || this.shown.length === 0 ? null : Math.min(this.shown.length - 1, Math.floor((x - LEFT) / this.pitch))),
      onPick: index => { this.picked = index; this.draw(); },
    });
  }

  show(days, boundary) {
    const seen = JSON.stringify([days, boundary]);
    if (seen === this.seen) return;
    Object.assign(this, { seen, days, boundary });
    this.draw();
    this.fillTable();
  }

  draw() {
    const width = Math.max(280, this.host.clientWidth);
    this.shown = this.days.slice(-Math.floor((width - LEFT) / MIN_PITCH));
    this.pitch = Math.min(MAX_PITCH, (width - LEFT) / Math.max(1, this.shown.length));
    const height = this.shown.length === 0 ? PANEL : TOP + PANELS.length * PANEL + (PANELS.length - 1) * GAP + BOTTOM;
    const svg = el("svg", { viewBox: `0 0 ${width} ${height}`, height, "aria-hidden": "true" }, hatch());
    if (this.picked !== null && this.picked < this.shown.length)
      svg.append(el("rect", { class: "picked", x: this.left(this.picked), width: this.pitch, y: 0, height: height - BOTTOM }));
    if (this.shown.length === 0) {
      svg.append(text(this.seen ? "No day has rides yet." : "", { class: "empty", x: width / 2, y: height / 2 }));
    } else {
      PANELS.forEach((panel, index) => this.drawPanel(svg, panel, TOP + index * (PANEL + GAP), width));
      this.drawDates(svg, height, width);
      this.drawBoundary(svg, height, width);
    }
    this.host.replaceChildren(svg);
    this.describe();
  }

  left(index) { return LEFT + index * this.pitch; }

  drawPanel(svg, panel, top, width) {
    const { top: max, steps } = scale(Math.max(...this.shown.map(panel.value), 1), 3);
    const y = value => top + PANEL - Math.max(0, value) / max * (PANEL - 14);
    svg.append(text(panel.title, { class: "title", x: LEFT, y: top - 6 }));
    for (const step of steps) {
      svg.append(el("line", { class: step ? "grid" : "axis", x1: LEFT, x2: width, y1: y(step), y2: y(step) }));
      svg.append(text(panel.format(step), { x: LEFT - 8, y: y(step) + 4, "text-anchor": "end" }));
    }
    const inset = this.pitch > 20 ? 3 : 1.5;
    this.shown.forEach((day, index) => {
      const height = Math.max(panel.value(day) > 0 ? 2 : 0, top + PANEL - y(panel.value(day)));
      svg.append(el("rect", { class: "bar " + day.source, x: this.left(index) + inset, width: this.pitch - 2 * inset, y: top + PANEL - height, height, rx: 2 }));
    });
  }

  // The last day always has its date; the others have it where there is room.
  drawDates(svg, height, width) {
    const last = this.shown.length - 1;
    const taken = this.drawLastDate(svg, height, this.shown[last].date, this.left(last) + this.pitch / 2, width);
    let [free, year] = [-Infinity, ""];
    this.shown.slice(0, -1).forEach((day, index) => {
      const x = this.left(index) + this.pitch / 2;
      const label = dateLabel(day.date, day.date.slice(0, 4) !== year);
      const half = label.length * HALF_LETTER;
      if (x - half < free || x + half + 8 > taken) return;
      svg.append(text(label, { x, y: height - 5, "text-anchor": "middle" }));
      [free, year] = [x + half + 10, day.date.slice(0, 4)];
    });
    this.shown.forEach((day, index) => {
      if (index === 0 || Date.parse(day.date) - Date.parse(this.shown[index - 1].date) === DAY) return;
      svg.append(el("path", { class: "gap", d: `M${this.left(index) - 3} ${height - BOTTOM + 5}l2-10M${this.left(index) + 1} ${height - BOTTOM + 5}l2-10` }));
    });
  }

  // Answers where its text begins.
  drawLastDate(svg, height, date, center, width) {
    const label = dateLabel(date, true);
    const half = label.length * HALF_LETTER;
    const x = Math.max(LEFT + half, Math.min(center, width - half));
    svg.append(text(label, { x, y: height - 5, "text-anchor": "middle" }));
    return x - half;
  }

  drawBoundary(svg, height, width) {
    if (!this.boundary) return;
    const index = this.shown.findIndex(day => day.date >= this.boundary);
    const x = this.left(index < 0 ? this.shown.length : index);
    if (x <= LEFT || x > width) return;
    svg.append(el("line", { class: "boundary", x1: x, x2: x, y1: 14, y2: height - BOTTOM }));
    const right = x > width - 70;
    svg.append(text("speed →", { x: right ? x - 6 : x + 6, y: 11, "text-anchor": right ? "end" : "start" }));
    if (!right && x > LEFT + 130) svg.append(text("← batch", { x: x - 6, y: 11, "text-anchor": "end" }));
  }

  describe() {
    const day = this.picked === null ? null : this.shown[this.picked];
    if (!day) {
      const left = this.days.length - this.shown.length;
      const boundary = this.boundary ? `The batch layer has come to ${this.boundary}. ` : "";
      this.detail.replaceChildren(boundary + (left > 0 ? `${plural(left, "earlier day")} in the table.` : ""));
      return;
    }
    const date = document.createElement("b");
    date.textContent = day.date;
    this.detail.replaceChildren(date, ` · ${plural(day.rides, "ride")} · ${dollars(day.total_amount)} · ${day.source} view`);
  }

  fillTable() {
    this.rows.replaceChildren(...this.days.slice(-MAX_ROWS).reverse().map(day => {
      const row = document.createElement("tr");
      for (const [value, number] of [[day.date], [count(day.rides), true], [dollars(day.total_amount), true], [day.source]]) {
        const cell = document.createElement("td");
        cell.textContent = value;
        if (number) cell.className = "n";
        row.append(cell);
      }
      return row;
    }));
  }
}

function hatch() {
  return el("defs", {}, el("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    el("rect", { class: "hatch-back", width: 6, height: 6 }), el("line", { class: "speed-line", x1: 0, x2: 0, y1: 0, y2: 6 })));
}

function dateLabel(date, withYear) {
  return new Date(date + "T00:00:00Z").toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: "short", ...(withYear && { year: "numeric" }) });
}
