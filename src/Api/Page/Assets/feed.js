// Follows the windows: first the stream of changes, then what the store holds, so that nothing falls in between. Of two
// states of one window the one with the higher version is the later, whichever way it came.
import { getJson, serverNow } from "./api.js";

const SHOWN = 11 * 60 * 1000;
const RETRY = 2000;

export class Feed {
  constructor({ onWindow, onLoaded, onReset, onState }) {
    Object.assign(this, { onWindow, onLoaded, onReset, onState });
  }

  start() {
    const source = new EventSource("/api/v1/windows/live");
    source.onopen = () => { this.onState("live"); this.load(); };
    source.onmessage = event => this.onWindow(JSON.parse(event.data));
    source.addEventListener("reset", () => { this.onReset(); this.load(); });
    source.onerror = () => {
      this.onState("lost");
      // The browser connects again by itself, unless the answer was an error.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.start(), RETRY);
    };
  }

  async load() {
    try {
      const from = new Date(serverNow() - SHOWN).toISOString();
      const page = await getJson("/api/v1/windows?limit=1000&from=" + encodeURIComponent(from));
      page.windows.forEach(this.onWindow);
      this.onLoaded();
    } catch {
      setTimeout(() => this.load(), RETRY);
    }
  }
}
