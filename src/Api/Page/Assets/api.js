// Asks the API, and keeps its clock: windows are of the server's time, not of the visitor's.
let offset = 0;

export const serverNow = () => Date.now() + offset;

// A Date header is cut to the second, so only a difference that is more than that is one.
function setClock(answer) {
  const date = Date.parse(answer.headers.get("Date") ?? "");
  if (Number.isNaN(date)) return;
  const difference = date + 500 - Date.now();
  offset = Math.abs(difference) > 1500 ? difference : 0;
}

// Any answer of the API, problems too; status 0 where there was none.
export async function tryJson(path) {
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(10000), cache: "no-store" });
    setClock(answer);
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: 0, body: null };
  }
}

export async function getJson(path) {
  const answer = await tryJson(path);
  if (answer.status !== 200) throw new Error(path + " was answered with " + answer.status);
  return answer.body;
}
