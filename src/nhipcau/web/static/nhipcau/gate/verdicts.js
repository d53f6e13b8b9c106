// What a set of scans means: gate/verdicts.py for phones. Both are held to the same examples
// (tests/gate/vectors.py). Pure: no clock, no store, no order of arrival.

export const GRACE_MS = 10_000;
export const CLOCK_TOLERANCE_MS = 120_000;
export const MAY_DECIDE = new Set(["WAITING", "NOT_CONFIRMED", "UNLISTED"]);
const BY_STATE = {
  WAITING: "WAITING",
  OFFERED: "NOT_CONFIRMED",
  EXPIRED: "EXPIRED",
  CANCELLED: "CANCELLED",
};

export const inOrder = (a, b) => a.at - b.at || a.device - b.device || a.sequence - b.sequence;

export function corrected(phoneAt, offset, measured) {
  return phoneAt + (Math.abs(offset - measured) > CLOCK_TOLERANCE_MS ? measured : offset);
}

/** Set union; what is known under (device, sequence) stays as it is. */
export function merge(known, more) {
  const kept = new Map();
  for (const fact of [...known, ...more]) {
    const name = `${fact.device}/${fact.sequence}`;
    if (!kept.has(name)) kept.set(name, fact);
  }
  return [...kept.values()];
}

/** Ticket → the times somebody was let in on it, in order, without repeats by one phone. */
export function entries(facts) {
  const found = new Map();
  const last = new Map();
  for (const fact of [...facts].sort(inOrder)) {
    if (!fact.admits || !fact.ticket) continue;
    const name = `${fact.ticket}/${fact.device}`;
    const before = last.get(name);
    last.set(name, fact.at);
    if (before !== undefined && fact.at - before <= GRACE_MS) continue;
    if (!found.has(fact.ticket)) found.set(fact.ticket, []);
    found.get(fact.ticket).push(fact);
  }
  return found;
}

/** The word to show for one ticket, and the admission it speaks of when there was one. */
export function verdict({ signature, place, facts, day, at, device }) {
  if (signature === "FORGED") return { word: "NOT_OURS", earlier: null };
  if (signature === "FOREIGN") return { word: "OTHER_EVENT", earlier: null };
  const admitted = [...facts].sort(inOrder).filter((fact) => fact.admits);
  if (admitted.length) {
    const repeated = admitted.some(
      (fact) => fact.device === device && Math.abs(at - fact.at) <= GRACE_MS,
    );
    return { word: repeated ? "ADMITTED" : "ALREADY", earlier: admitted[0] };
  }
  if (!place) return { word: "UNLISTED", earlier: null };
  if (BY_STATE[place.state]) return { word: BY_STATE[place.state], earlier: null };
  if (day < place.first_day || day > place.last_day) return { word: "NOT_TODAY", earlier: null };
  return { word: "ADMITTED", earlier: null };
}
