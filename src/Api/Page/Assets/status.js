// The status line, the import and the latest run, in words.
import { serverNow } from "./api.js";
import { count, plural } from "./svg.js";

const connection = document.getElementById("connection");
const connectionText = document.getElementById("connection-text");

export function showConnection(state) {
  connection.dataset.state = state;
  document.body.classList.toggle("stale", state === "lost");
  const words = state === "live" ? "Live" : "The API does not answer. Trying again…";
  if (connectionText.textContent !== words) connectionText.textContent = words;
}

function tile(id, value, note, state = "") {
  const node = document.getElementById("tile-" + id);
  node.dataset.state = state;
  node.querySelector(".value").textContent = value;
  node.querySelector(".note").textContent = note;
}

export function showStatus({ ready, ledger, ingest, dead }) {
  showHealth(ready);
  if (ledger.status === 200) showLedger(ledger.body);
  if (ingest.status === 200) showIngest(ingest.body);
  if (dead.status === 200) tile("dead", count(dead.body.count), dead.body.count ? "kept with their reasons" : "every event could be counted", dead.body.count ? "warn" : "");
}

function showHealth(ready) {
  if (ready.status === 200) tile("health", "Ready", "log, store and partitions answer", "good");
  else if (ready.status === 0) tile("health", "Away", "the API does not answer", "bad");
  else tile("health", "Not ready", Object.values(ready.body?.errors ?? {})[0] ?? ready.body?.detail ?? "", "warn");
}

function showLedger({ watermark, partitions }) {
  const age = watermark ? Math.max(0, serverNow() - Date.parse(watermark)) : null;
  tile("watermark", age === null ? "–" : duration(age / 1000), age === null ? "no partition has reported yet" : "behind the present", age > 30000 ? "warn" : "");

  const sum = name => partitions.reduce((total, partition) => total + partition[name], 0);
  const lag = sum("lag") + sum("pending");
  const balanced = partitions.every(p => p.read === p.counted + p.dead_lettered + p.pending);
  const missed = sum("missed");
  if (partitions.length === 0) tile("ledger", "–", "no partition has reported yet");
  else if (!balanced) tile("ledger", "Does not add up", "read ≠ counted + dead-lettered + pending", "bad");
  else if (missed) tile("ledger", count(missed) + " missed", "retention removed them unread", "bad");
  else tile("ledger", lag ? count(lag) + " to go" : "Adds up", `${count(sum("counted"))} counted in ${plural(partitions.length, "partition")}`, lag > 1000 ? "warn" : "good");
}

function showIngest(ingest) {
  if (ingest.failing) tile("ingest", "Failing", ingest.error ?? "", "bad");
  else if (!ingest.last_at) tile("ingest", "–", "no timestamp yet");
  else tile("ingest", "Running", `${plural(ingest.appended, "timestamp")}${ingest.refused ? `, ${count(ingest.refused)} refused` : ""}`, "good");
}

export function showImport(work) {
  if (!work) return;
  const host = document.getElementById("import-body");
  const bar = document.createElement("progress");
  Object.assign(bar, { max: 1, value: work.state === "completed" ? 1 : work.done });
  bar.setAttribute("aria-label", "How much of the dataset is imported");
  const percent = Math.floor((work.state === "completed" ? 1 : work.done) * 100);
  host.replaceChildren(
    line("sub location", fileName(work.location)),
    box("progress", bar, line("state", work.state === "running" ? percent + " %" : work.state, work.state)),
    facts([
      ["Rows", count(work.records)],
      ["Added", count(work.added)],
      ["Rejected", count(work.rejected)],
      ...(work.state === "running"
        ? [["Rows a second", count(work.records_per_second)], ["Time left", work.eta_seconds === null ? "–" : duration(work.eta_seconds)]]
        : work.ended_at ? [["Ended", when(work.ended_at)]] : []),
    ]),
    ...(work.error ? [line("error", work.error)] : []));
}

export function showRun(run) {
  if (!run) return;
  const reasons = { start: "at the start", midnight: "at midnight", import: "after an import", request: "on request" };
  const took = run.ended_at ? duration((Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000) : "–";
  document.getElementById("run-body").replaceChildren(
    box("sub", line("state", run.state, run.state, "span"), ` ${reasons[run.trigger] ?? run.trigger}, ${when(run.started_at)}`),
    facts([["Days written", count(run.days_written)], ["Trips read", count(run.trips_read)], ["Events read", count(run.events_read)], ["Took", took]]),
    ...(run.error ? [line("error", run.error)] : []));
}

function line(kind, content, state, name = "p") {
  const node = document.createElement(name);
  node.className = kind;
  node.textContent = content;
  if (state) node.dataset.state = state;
  return node;
}

function box(kind, ...children) {
  const node = document.createElement("div");
  node.className = kind;
  node.append(...children);
  return node;
}

function facts(pairs) {
  const list = document.createElement("dl");
  list.className = "facts";
  for (const [term, value] of pairs) {
    const pair = document.createElement("div");
    pair.append(line("", term, "", "dt"), line("", value, "", "dd"));
    list.append(pair);
  }
  return list;
}

const fileName = location => location.split(/[\\/]/).at(-1) || location;

function when(time) {
  const date = new Date(time);
  const today = date.toDateString() === new Date(serverNow()).toDateString();
  return date.toLocaleString("en-GB", today ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" });
}

function duration(seconds) {
  if (seconds < 1) return seconds < 0.1 ? "< 0.1 s" : seconds.toFixed(1) + " s";
  if (seconds < 10) return seconds.toFixed(1) + " s";
  if (seconds < 120) return Math.round(seconds) + " s";
  if (seconds < 7200) return Math.round(seconds / 60) + " min";
  if (seconds < 172800) return Math.round(seconds / 3600) + " h";
  return Math.round(seconds / 86400) + " days";
}
