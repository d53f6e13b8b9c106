// What a volunteer sees. All words are in the page; here is only when they are shown.

import { Door } from "./door.js";
import { MAY_DECIDE } from "./verdicts.js";
import * as vault from "./vault.js";

const root = document.getElementById("gate");
const words = JSON.parse(document.getElementById("words").textContent);
const one = (selector) => root.querySelector(selector);
const door = new Door();
const TONES = { ADMITTED: "yes", WAITING: "ask", NOT_CONFIRMED: "ask", UNLISTED: "ask", NOT_TODAY: "ask", ALREADY: "no" };
const TELL_EVERY_MS = 15_000;
const LIST_EVERY_MS = 180_000;
const LOCK_AFTER_MS = 15 * 60_000;
let stopCamera = null;
let pending = null; // what "let in all the same" would write
let mending = null;
let isOpen = false;
let touchedAt = Date.now();

const say = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function problem(text) {
  one("[data-problem]").textContent = text;
  one("[data-problem]").hidden = !text;
}

function show(screen) {
  for (const section of root.querySelectorAll("[data-screen]")) {
    section.hidden = section.dataset.screen !== screen;
  }
  problem("");
  one(`[data-screen="${screen}"] input`)?.focus({ preventScroll: true });
}

// ---- the verdict

function beep(tone) {
  navigator.vibrate?.(tone === "yes" ? 60 : [90, 60, 90]);
  try {
    beep.audio ??= new AudioContext();
    const sound = beep.audio.createOscillator();
    const loud = beep.audio.createGain();
    loud.gain.value = 0.12;
    sound.frequency.value = tone === "yes" ? 880 : 220;
    sound.connect(loud).connect(beep.audio.destination);
    sound.start();
    sound.stop(beep.audio.currentTime + (tone === "yes" ? 0.09 : 0.3));
  } catch { /* no sound: colour, shape and word are there */ }
}

function showVerdict({ word, earlier, name, how, ticket }) {
  const tone = TONES[word] ?? "no";
  const dialog = one("[data-verdict]");
  dialog.dataset.tone = tone;
  one("[data-word]").textContent = words.verdict[word];
  one("[data-name]").textContent = name;
  one("[data-earlier]").textContent = word === "ALREADY" && earlier
    ? say(words.at_gate, { gate: door.gateName(earlier.gate), time: door.clock(earlier.at) }) : "";
  one("[data-advice]").textContent = words.advice[word];
  pending = MAY_DECIDE.has(word) && ticket ? { how, word, ticket } : null;
  one('[data-do="let-in"]').hidden = !pending;
  if (!dialog.open) dialog.showModal();
  one('[data-do="next"]').focus();
  beep(tone);
  draw();
}

async function judged(how, answer) {
  const { scan } = answer;
  showVerdict({ ...answer, name: scan.name, how, ticket: scan.ticket });
}

async function scanText(text) {
  if (!text || one("[data-verdict]").open) return;
  await judged({ kind: "QR", text: text.slice(0, 400) }, await door.scanText(text));
}

async function scanPlace(kind, ticket) {
  await judged({ kind, ticket }, await door.scanPlace(kind, ticket));
}

// ---- the door

function draw() {
  const counts = door.counts();
  one('[data-count="here"]').textContent = counts.here;
  one('[data-count="all"]').textContent = counts.all;
  const state = door.me.revoked ? "revoked" : door.online ? "online" : "offline";
  root.dataset.state = state;
  one("[data-net]").textContent = words[state];
  one("[data-queue]").textContent = counts.queued ? say(words.queued, { count: counts.queued }) : "";
  one("[data-queue]").dataset.count = counts.queued;
  one("[data-gate]").textContent = door.gateName(door.list.gate);
  one("[data-event]").textContent = door.list.title;
  one("[data-last]").replaceChildren(...door.last(5).map((scan) => {
    const line = document.createElement("li");
    const shown = scan.told.shown ?? "ADMITTED";
    const body = element("span", scan.name || words.kind[scan.told.kind]);
    body.append(element("small", scan.double ? words.double : words.verdict[shown]));
    line.append(element("span", "", { "data-tone": scan.told.admits ? "yes" : TONES[shown] ?? "no" }),
      body, element("span", door.clock(scan.told.phone_at + scan.told.offset)));
    return line;
  }));
  const bad = door.toMend();
  one("[data-mending]").hidden = !bad.length;
  one('[data-people="mend"]').replaceChildren(...bad.map((scan) => personLine(
    scan.name, scan.problem?.message ?? "", () => startMending(scan))));
}

function personLine(name, detail, act) {
  const line = document.createElement("li");
  const button = element("button", "", { type: "button" });
  button.append(element("strong", name), element("span", detail));
  button.addEventListener("click", act);
  line.append(button);
  return line;
}

function people(kind, found) {
  const list = one(`[data-people="${kind}"]`);
  const lines = found.slice(0, 30).map((place) => personLine(
    place.name, `••• ${place.digits}${place.title ? ` · ${place.title}` : ""}`,
    () => scanPlace(kind === "digits" ? "DIGITS" : "NAME", place.ticket)));
  list.replaceChildren(...(lines.length ? lines : [element("li", words.nobody)]));
}

function searchDigits() {
  const digits = one("#digits").value.replace(/\D/g, "");
  if (digits.length < 4) return one('[data-people="digits"]').replaceChildren();
  return people("digits", [...door.places.values()].filter((place) => place.digits === digits));
}

function searchName() {
  const typed = fold(one("#name").value.trim());
  const all = [...door.places.values()];
  people("name", typed ? all.filter((place) => fold(place.name).includes(typed)) : all);
}

async function way(name) {
  for (const panel of root.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
  for (const button of root.querySelectorAll("[data-way]")) {
    button.setAttribute("aria-pressed", String(button.dataset.way === name));
  }
  stopCamera?.();
  stopCamera = null;
  problem("");
  if (name === "digits") searchDigits();
  if (name === "name") searchName();
  if (name !== "walk-in") mending = null;
  one(`[data-panel="${name}"] input`)?.focus({ preventScroll: true });
  if (name === "camera") {
    try {
      const { start } = await import("./camera.js");
      stopCamera = await start(one("[data-video]"), new URL("./", import.meta.url).href, scanText);
    } catch {
      problem(words.no_camera);
    }
  }
}

// ---- walk-ins

function walkInForm() {
  const typed = Object.fromEntries(new FormData(one('[data-form="walk-in"]')));
  const form = {
    session: Number(typed.session),
    full_name: typed.full_name.trim(),
    birth_on: typed.birth_on,
    phone: typed.phone.trim(),
    agreed: typed.agreed === "on",
  };
  if (typed.guardian_name.trim()) {
    form.guardian = { full_name: typed.guardian_name.trim(), phone: typed.guardian_phone.trim() };
  }
  return form;
}

function startMending(scan) {
  way("walk-in");
  mending = scan;
  const form = one('[data-form="walk-in"]');
  const { guardian, ...told } = scan.told.walk_in;
  for (const [name, value] of Object.entries(told)) {
    if (name === "agreed") form.elements.agreed.checked = value;
    else form.elements[name].value = value;
  }
  form.elements.guardian_name.value = guardian?.full_name ?? "";
  form.elements.guardian_phone.value = guardian?.phone ?? "";
  const note = one("[data-mend]");
  note.textContent = say(words.mend, { message: scan.problem?.message ?? "" });
  note.hidden = false;
  const names = { guardian_name: "guardian_name", consent_participation: "agreed" };
  const field = names[scan.problem?.field] ?? scan.problem?.field;
  form.elements[field]?.focus();
}

async function walkIn() {
  const form = one('[data-form="walk-in"]');
  if (!form.reportValidity()) return;
  const told = walkInForm();
  if (mending) await door.mend(mending, told);
  else await door.walkIn(told);
  mending = null;
  form.reset();
  one("[data-mend]").hidden = true;
  showVerdict({ word: "ADMITTED", earlier: null, name: told.full_name, how: null, ticket: "" });
  send();
}

// ---- sending, locking, starting

async function send() {
  if (!isOpen) return;
  await door.tell();
  draw();
}

async function enter() {
  isOpen = true;
  const sessions = door.list.sessions.map((session) => element("option", session.title, { value: session.id }));
  one("#w-session").replaceChildren(...sessions);
  show("door");
  door.watchClock();
  draw();
  way("digits");
  await send();
}

const FORMS = {
  async pair(form) {
    const typed = Object.fromEntries(new FormData(form));
    if (typed.pin !== typed.again) return problem(words.pins_differ);
    try {
      await door.pair(typed.code, typed.pin);
    } catch (failed) {
      return problem(failed.status ? failed.told?.message || words.pair_failed : words.no_network);
    }
    form.reset();
    history.replaceState(null, "", location.pathname);
    navigator.storage?.persist?.();
    return enter();
  },
  async pin(form) {
    const { state, left } = await vault.open(form.elements.pin.value);
    form.reset();
    if (state === "wrong") return problem(say(words.wrong_pin, { count: left }));
    if (state === "wiped") {
      show("pair");
      return problem(words.wiped);
    }
    await door.open();
    return enter();
  },
  text(form) {
    const text = form.elements.text.value;
    form.reset();
    return scanText(text);
  },
  digits: searchDigits,
  name: searchName,
  "walk-in": walkIn,
};

const ACTS = {
  send,
  lock: () => location.reload(),
  async wipe() {
    await vault.wipe();
    location.reload();
  },
  next() {
    one("[data-verdict]").close();
    one("#digits").value = "";
    searchDigits();
  },
  async "let-in"() {
    const { how, word, ticket } = pending;
    const scan = await door.letIn(how, word, ticket);
    showVerdict({ word: "ADMITTED", earlier: null, name: scan.name, how: null, ticket: "" });
    send();
  },
};

function listen() {
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    FORMS[event.target.dataset.form]?.(event.target);
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.way) way(button.dataset.way);
    if (button?.dataset.do) ACTS[button.dataset.do]();
  });
  root.addEventListener("input", (event) => {
    if (event.target.id === "digits") searchDigits();
    if (event.target.id === "name") searchName();
  });
  for (const name of ["pointerdown", "keydown"]) {
    document.addEventListener(name, () => { touchedAt = Date.now(); });
  }
  window.addEventListener("online", () => {
    door.online = true;
    send();
  });
  window.addEventListener("offline", () => {
    door.online = false;
    if (isOpen) draw();
  });
  setInterval(send, TELL_EVERY_MS);
  setInterval(() => {
    if (isOpen && Date.now() - touchedAt > LOCK_AFTER_MS) location.reload();
    else if (isOpen) door.refresh().then(draw);
  }, LIST_EVERY_MS);
}

async function start() {
  if (!window.isSecureContext || !crypto.subtle) return problem(words.insecure);
  navigator.serviceWorker?.register(root.dataset.worker);
  listen();
  if (await vault.isSetUp()) return show("pin");
  show("pair");
  takeCode();
  window.addEventListener("hashchange", takeCode);
  return null;
}

/** The organiser's QR carries the code behind the address, where no server sees it. */
function takeCode() {
  const code = new URLSearchParams(location.hash.slice(1)).get("pair");
  if (code) one("#pair-code").value = code;
}

// One tab alone: two would count the same scans.
navigator.locks.request("nhipcau-gate", { ifAvailable: true }, (lock) => {
  if (!lock) return problem(words.busy);
  start();
  return new Promise(() => {});
});
