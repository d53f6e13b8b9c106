// The desk of a booth without a network: marks are kept on this device and told when it is back.
// Without this script every button is an ordinary form. Kept are numbers and results, no names.

const root = document.querySelector("[data-desk]");
const line = document.querySelector("[data-net]");
const words = JSON.parse(document.getElementById("desk-words").textContent);
const KEY = `nhipcau-desk-${root.dataset.desk}`;
const EVERY_MS = 4000;
let sending = false;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

function keep(queue) { localStorage.setItem(KEY, JSON.stringify(queue)); }

function say(state, text) {
  line.dataset.state = state;
  line.textContent = text;
}

function tellState() {
  const count = kept().length;
  if (count) say("offline", words.waiting.replace("{count}", count));
  else say("online", words.online);
}

function show(candidate, now, said) {
  const turn = root.querySelector(`[data-candidate="${candidate}"]`);
  if (!turn) return;
  turn.dataset.state = now;
  turn.querySelector("[data-now]").textContent = said || words.states[now];
  if (now === "HELD") {
    for (const part of turn.querySelectorAll("[data-acts]")) part.hidden = true;
    turn.querySelector("[data-number]").focus();
  }
}

const AFTER = { CALL: "CALLED", NOT_HERE: "NOT_HERE", RESULT: "HELD" };

function showKept() {
  for (const mark of kept()) show(mark.candidate, AFTER[mark.kind], words.results[mark.result]);
}

root.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-mark]")) return;
  event.preventDefault();
  const told = Object.fromEntries(new FormData(form));
  const missing = lacking(told);
  const problem = form.querySelector("[data-problem]");
  if (problem) {
    problem.textContent = missing ? words.missing[missing] : "";
    problem.hidden = !missing;
  }
  if (missing) return;
  delete told.csrfmiddlewaretoken;
  const mark = { ...told, mark: crypto.randomUUID(), at: Date.now() };
  keep([...kept(), mark]); // before anything is shown
  show(told.candidate, AFTER[told.kind], words.results[told.result]);
  tellState();
  send();
});

function lacking(told) {
  if (told.kind !== "RESULT") return "";
  if (!told.result) return "result";
  if (told.result === "NO" && !told.reason) return "reason";
  if ((told.result === "OFFER" || told.result === "TAKEN") && !told.starts_on) return "starts_on";
  if (told.result === "SECOND" && !(told.second_at && told.second_place)) return "second_at";
  return "";
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    for (let queue = kept().slice(0, 100); queue.length; queue = kept().slice(0, 100)) {
      const response = await fetch(root.dataset.marks, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: JSON.stringify({ marks: queue }),
        signal: AbortSignal.timeout(15_000),
        redirect: "error",
      });
      if (response.status >= 400 && response.status < 500) {
        say("trouble", words.closed);
        return;
      }
      if (!response.ok) throw new Error(String(response.status));
      settle((await response.json()).results);
      keepPage();
    }
    tellState();
  } catch {
    tellState();
  } finally {
    sending = false;
  }
}

function settle(results) {
  const told = new Map(kept().map((mark) => [mark.mark, mark]));
  const problems = [];
  for (const one of results) {
    const mark = told.get(one.mark);
    told.delete(one.mark);
    if (!mark) continue;
    show(mark.candidate, one.now || "EXPECTED", one.said);
    if (one.problem) problems.push(one.problem);
    else if (one.outcome === "CONFLICT") problems.push(words.conflict.replace("{said}", one.said));
  }
  keep([...told.values()]);
  if (problems.length) {
    const box = document.querySelector("[data-trouble]");
    box.textContent = problems.join(" ");
    box.hidden = false;
  }
}

// A phone that reopens the desk without a network finds it as it was last.
async function keepPage() {
  const known = await navigator.serviceWorker?.ready;
  known?.active?.postMessage({ keep: location.pathname });
}

navigator.serviceWorker
  ?.register(root.dataset.worker, { scope: root.dataset.scope })
  .then(keepPage)
  .catch(() => {});

window.addEventListener("online", send);
setInterval(() => { if (kept().length) send(); }, EVERY_MS);
showKept();
tellState();
send();
