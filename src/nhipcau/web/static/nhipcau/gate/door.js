// The phone's side of the door: the list, the facts, the queue. Knows no screen.

import * as vault from "./vault.js";
import { readTicket } from "./tickets.js";
import { entries, merge, verdict } from "./verdicts.js";

const API = "/api/v1/gate/";
const MOST_AT_ONCE = 500;
const ASK_FOR_MS = 1500;
const TELL_FOR_MS = 20_000;

export class Door {
  constructor() {
    this.me = null; // {key, offset, cursor, revoked}
    this.list = null;
    this.places = new Map();
    this.scans = new Map(); // sequence → own scan with its outcome
    this.heard = []; // admissions at other phones
    this.online = navigator.onLine;
    this.sending = false;
  }

  // ---- the clock

  /** Our best knowledge of the true time. */
  now() { return Date.now() + this.me.offset; }

  day(at) {
    return new Date(at + this.list.utc_offset_minutes * 60_000).toISOString().slice(0, 10);
  }

  clock(at) {
    return new Date(at + this.list.utc_offset_minutes * 60_000).toISOString().slice(11, 16)
      .replace(/^0/, "");
  }

  /** A clock that went back was set; one that went on may only have slept. */
  watchClock() {
    let last = Date.now();
    let monotonic = performance.now();
    setInterval(() => {
      const [now, steady] = [Date.now(), performance.now()];
      const back = now - last - (steady - monotonic);
      if (back < -2000) {
        this.me.offset -= Math.round(back);
        this.saveMe();
      }
      [last, monotonic] = [now, steady];
    }, 1000);
  }

  async call(path, body, milliseconds = TELL_FOR_MS) {
    const sent = Date.now();
    const response = await fetch(API + path, {
      method: body ? "POST" : "GET",
      headers: {
        "Content-Type": "application/json",
        ...(this.me ? { Authorization: `Device ${this.me.key}` } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(milliseconds),
      cache: "no-store",
      credentials: "omit",
    });
    const told = await response.json();
    if (!response.ok) throw Object.assign(new Error(told.code), { told, status: response.status });
    const round = Date.now() - sent;
    if (this.me && told.server_now && !(round > this.me.round * 2 + 200)) {
      this.me.offset = Math.round(told.server_now - (sent + round / 2));
      this.me.round = round;
    }
    return told;
  }

  // ---- pairing, opening, keeping

  async pair(code, pin) {
    const random = crypto.getRandomValues(new Uint8Array(32));
    const key = btoa(String.fromCharCode(...random))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const sent = Date.now();
    const list = await this.call("pair", { code, device_key: key });
    const round = Date.now() - sent;
    await vault.create(pin);
    this.me = { key, round, offset: Math.round(list.server_now - (sent + round / 2)), cursor: 0 };
    await this.takeList(list);
  }

  async open() {
    this.me = await vault.fetch("me");
    this.useList(await vault.fetch("list"));
    this.heard = (await vault.fetch("heard")) ?? [];
    for (const scan of await vault.fetchAll("scan-")) this.scans.set(scan.told.sequence, scan);
  }

  saveMe() { return vault.keep("me", this.me); }

  async takeList(list) {
    this.useList(list);
    this.heard = merge(this.heard, list.admissions.filter((one) => one.device !== list.device));
    this.me.cursor = list.cursor;
    await vault.keep("list", { ...list, admissions: [] });
    await vault.keep("heard", this.heard);
    await this.saveMe();
  }

  useList(list) {
    this.list = list;
    this.places = new Map();
    const sessions = new Map(list.sessions.map((one) => [one.id, one]));
    for (const [ticket, name, digits, state, session] of list.places) {
      const { first_day, last_day, title } = sessions.get(session);
      this.places.set(ticket, { ticket, name, digits, state, first_day, last_day, title });
    }
  }

  gateName(id) { return this.list.gates.find((one) => one.id === id)?.name ?? ""; }

  // ---- facts

  facts() {
    const own = [...this.scans.values()].filter((scan) => scan.outcome !== "refused").map((scan) => ({
      device: this.list.device,
      sequence: scan.told.sequence,
      gate: this.list.gate,
      at: scan.told.phone_at + scan.told.offset,
      ticket: scan.ticket,
      admits: scan.told.admits,
    }));
    return merge(own, this.heard.map((one) => ({ ...one, admits: true })));
  }

  judge(signature, ticket, at = this.now()) {
    return verdict({
      signature,
      place: this.places.get(ticket) ?? null,
      facts: ticket ? this.facts().filter((fact) => fact.ticket === ticket) : [],
      day: this.day(at),
      at,
      device: this.list.device,
    });
  }

  counts() {
    let here = 0;
    let all = 0;
    for (const [first] of entries(this.facts()).values()) {
      all += 1;
      if (first.gate === this.list.gate) here += 1;
    }
    const waiting = [...this.scans.values()]
      .filter((scan) => scan.told.kind === "WALK_IN" && scan.outcome === "").length;
    return { here: here + waiting, all: all + waiting, queued: this.queued().length };
  }

  queued() { return [...this.scans.values()].filter((scan) => scan.outcome === ""); }

  toMend() { return [...this.scans.values()].filter((scan) => scan.outcome === "mend"); }

  last(count) {
    return [...this.scans.values()].sort((a, b) => b.told.sequence - a.told.sequence).slice(0, count);
  }

  async write(told, ticket, person = null) {
    const sequence = Math.max(0, ...this.scans.keys()) + 1;
    const scan = {
      told: { sequence, phone_at: Date.now(), offset: this.me.offset, ...told },
      ticket,
      name: person ?? this.places.get(ticket)?.name ?? "",
      outcome: "",
    };
    this.scans.set(sequence, scan); // at once, so that two scans never share a number
    await this.saveScan(scan);
    return scan;
  }

  saveScan(scan) {
    return vault.keep(`scan-${String(scan.told.sequence).padStart(8, "0")}`, scan);
  }

  // ---- what a volunteer does

  async scanText(text) {
    const { signature, ticket } = await readTicket(text, {
      keys: this.list.keys,
      event: this.list.event,
      at: this.now(),
      isListed: (one) => this.places.has(one),
    });
    return this.decide({ kind: "QR", text: text.slice(0, 400) }, signature, ticket);
  }

  scanPlace(kind, ticket) { return this.decide({ kind, ticket }, "GENUINE", ticket); }

  /** With a network the server says who comes in; without, the list and the facts here. */
  async decide(how, signature, ticket) {
    let judged = this.judge(signature, ticket);
    if (judged.word === "ADMITTED" && !judged.earlier && this.online && !this.me.revoked) {
      const asked = await this.write({ ...how, ask: true, admits: false }, ticket);
      const answer = await this.askFor(asked);
      if (answer) return answer;
      judged = this.judge(signature, ticket); // a new scan: what was asked stays as it is
    }
    const scan = await this.write(
      { ...how, shown: judged.word, admits: judged.word === "ADMITTED" }, ticket);
    return { ...judged, scan };
  }

  async askFor(scan) {
    try {
      const sent = { phone_now: Date.now(), queued: this.queued().length, scans: [scan.told] };
      const told = await this.call("scans", sent, ASK_FOR_MS);
      this.me.revoked = told.revoked;
      if (told.revoked) return null;
      const [result] = told.results;
      await this.settle(result);
      const earlier = result.earlier_at === null
        ? null : { gate: result.earlier_gate, at: result.earlier_at };
      return { word: result.verdict, earlier, scan };
    } catch (problem) {
      this.noteProblem(problem);
      return null;
    }
  }

  /** Let in although the list says otherwise: the scan says that a person decided. */
  letIn(how, word, ticket) {
    return this.write({ ...how, shown: word, admits: true, decision: true }, ticket);
  }

  walkIn(form) {
    return this.write(
      { kind: "WALK_IN", shown: "ADMITTED", admits: true, walk_in: form }, "", form.full_name);
  }

  async mend(scan, form) {
    Object.assign(scan, { told: { ...scan.told, walk_in: form }, outcome: "", name: form.full_name });
    await this.saveScan(scan);
  }

  // ---- telling

  noteProblem(problem) {
    if (problem.status === 403 || problem.status === 401) this.me.revoked = true;
    else if (!problem.status || problem.status >= 500) this.online = false;
  }

  async settle(result) {
    const scan = this.scans.get(result.sequence);
    if (!scan) return;
    if (result.outcome === "sequence_taken") {
      const { sequence, ...told } = scan.told;
      await this.write(told, scan.ticket, scan.name);
      scan.outcome = "kept";
    } else {
      scan.outcome = result.outcome;
      scan.problem = result.outcome === "mend" ? { field: result.field, message: result.message } : null;
    }
    if (scan.told.ask && result.outcome === "kept") {
      Object.assign(scan.told, { shown: result.verdict, admits: result.admits });
    }
    scan.double = result.double;
    await this.saveScan(scan);
  }

  /** Tell what is queued, hear what happened elsewhere. True when the server answered. */
  async tell() {
    if (this.sending) return false;
    this.sending = true;
    try {
      let queue = this.queued();
      do {
        const batch = queue.slice(0, MOST_AT_ONCE);
        const told = await this.call("scans", {
          phone_now: Date.now(),
          round_trip: Math.min(60_000, this.me.round || 0),
          queued: queue.length - batch.length,
          since: this.me.cursor,
          scans: batch.map((scan) => scan.told),
        });
        this.me.revoked = told.revoked;
        for (const result of told.results) await this.settle(result);
        this.heard = merge(this.heard, told.admissions ?? []);
        this.me.cursor = told.cursor ?? this.me.cursor;
        queue = this.queued().filter((scan) => !batch.includes(scan));
      } while (queue.length);
      await vault.keep("heard", this.heard);
      await this.saveMe();
      this.online = true;
      return true;
    } catch (problem) {
      this.noteProblem(problem);
      return false;
    } finally {
      this.sending = false;
    }
  }

  async refresh() {
    try {
      await this.takeList(await this.call("list"));
      this.online = true;
    } catch (problem) {
      this.noteProblem(problem);
    }
  }
}

