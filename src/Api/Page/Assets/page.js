// The live page: what the API answers, drawn. Each part is a module of its own; this one says what runs when.
import { Feed } from "./feed.js";
import { WindowChart } from "./windows.js";
import { DayChart } from "./days.js";
import { showConnection, showImport, showRun, showStatus } from "./status.js";
import { getJson, serverNow, tryJson } from "./api.js";

const STATUS_EVERY = 2000;
const BATCH_EVERY = 5000;
const BATCH_EVERY_DURING_WORK = 1000;
const MAX_DAY_PAGES = 10;

const windows = new WindowChart(document.getElementById("windows-chart"), document.getElementById("windows-detail"), document.getElementById("open-count"));
const days = new DayChart(document.getElementById("days-chart"), document.getElementById("days-detail"), document.getElementById("days-rows"));

const feed = new Feed({
  onWindow: window => windows.put(window),
  onLoaded: () => windows.setLoaded(),
  onReset: () => windows.clear(),
  onState: state => showConnection(state),
});

async function refreshStatus() {
  const [ready, ledger, ingest, dead] = await Promise.all([
    tryJson("/health/ready"), tryJson("/api/v1/ledger"), tryJson("/api/v1/ingest"), tryJson("/api/v1/dead-letters?limit=1"),
  ]);
  showStatus({ ready, ledger, ingest, dead });
}

async function refreshDays() {
  const all = [];
  let cursor = null, boundary = null;
  for (let page = 0; page < MAX_DAY_PAGES; page++) {
    const answer = await getJson("/api/v1/days?limit=1000" + (cursor ? "&cursor=" + encodeURIComponent(cursor) : ""));
    all.push(...answer.days);
    boundary = answer.boundary;
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  days.show(all, boundary);
}

async function refreshBatch() {
  const [imports, runs] = await Promise.all([tryJson("/api/v1/imports?limit=1"), tryJson("/api/v1/runs?limit=1")]);
  showImport(imports.body?.imports?.[0]);
  showRun(runs.body?.runs?.[0]);
  await refreshDays().catch(() => { /* The connection's state says that the API is away; the days stay as they were. */ });
  const working = [imports.body?.imports?.[0], runs.body?.runs?.[0]].some(work => work?.state === "running");
  return working ? BATCH_EVERY_DURING_WORK : BATCH_EVERY;
}

// One call after the other, never two at once, and none while nobody looks.
function repeat(action, every) {
  const step = async () => {
    let pause = every;
    if (!document.hidden) pause = await action().catch(() => every) ?? every;
    setTimeout(step, pause);
  };
  step();
}

function tick() {
  windows.draw();
  setTimeout(tick, 1000 - (serverNow() % 1000));
}

feed.start();
repeat(refreshStatus, STATUS_EVERY);
repeat(refreshBatch, BATCH_EVERY);
tick();
addEventListener("resize", () => { windows.draw(); days.draw(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) windows.draw(); });
